use super::finding::{Area, Finding, Findings};
use crate::autodetect::Ignore;
use crate::cli::Context;
use crate::commands::deployed::Deployed;
use crate::commands::live::unreadable;
use crate::database::MigrationState;
use crate::error::Result;
use crate::history::{Migration, State};
use crate::schema::{Deviation, Divergence, Schema, TableName, VersionTable};

/// Compares the live database with what the migrations that are applied there lead to.
pub(super) fn look(
    context: &Context,
    deployed: &Deployed,
    states: &[MigrationState],
    expected: &Schema,
    found: &mut Findings,
) -> Result<()> {
    let database = &deployed.database;
    let ignore = Ignore::new(&database.ignore_tables()?, &database.ignore_columns()?)?;
    let work = context.ui.work(format!("{}: reading the schema", database.alias()), None);
    let mut target = deployed.look()?;
    let live = State::in_our_words(target.introspect()?, deployed.dialect());
    let unread = target.unreadable();
    drop(target);
    found.notes.extend(unread.iter().map(|own| unreadable(own)));
    drop(work);
    let applied: Vec<&Migration> = deployed
        .migrations()
        .iter()
        .filter(|own| states.iter().any(|state| state.version == own.version && state.is_applied()))
        .collect();
    for divergence in divergences(expected, &live, &ignore) {
        found.push(finding(deployed, divergence, &applied));
    }
    Ok(())
}

/// What differs and is nobody else's business.
fn divergences(expected: &Schema, live: &Schema, ignore: &Ignore) -> Vec<Divergence> {
    let others: Vec<TableName> = live.tables.values().filter_map(VersionTable::of).map(|own| own.table).collect();
    let is_left =
        |name: &TableName| ignore.table(name) || (others.contains(name) && !expected.tables.contains_key(name));
    let mut found = expected.divergences(live);
    found.retain(|own| {
        if is_of_others(own) || is_in_place_of_ours(own) {
            return false;
        }
        let table = own.table.as_ref();
        let column = own.kind == "column" && table.is_some_and(|table| ignore.column(table, &own.name));
        !table.is_some_and(is_left) && !column
    });
    found
}

/// Whether it is something that stands where the ledger or the journal should be, which is told already.
fn is_in_place_of_ours(own: &Divergence) -> bool {
    own.table.is_none() && ["__diesel_schema_migrations", "__manage_journal"].contains(&own.name.as_str())
}

/// Whether it is what is done to a database beside its migrations: somebody gives rights, and partitions come and go. What
/// a table is divided by is kept under its own name, where the server keeps that (MySQL).
fn is_of_others(own: &Divergence) -> bool {
    let scheme = own.table.as_ref().is_some_and(|table| table.to_string() == own.name);
    match (own.kind.as_str(), &own.deviation) {
        ("right", Deviation::Surplus) => true,
        ("partition", deviation) => !scheme || matches!(deviation, Deviation::Different(_)),
        _ => false,
    }
}

fn finding(deployed: &Deployed, divergence: Divergence, applied: &[&Migration]) -> Finding {
    let says = divergence.to_string();
    let Divergence { kind, table, name, deviation, .. } = divergence;
    let helps = helps(&kind, table.as_ref(), &name, &deviation, applied);
    Finding {
        deviation: Some(deviation.name()),
        table: table.map(|table| table.to_string()),
        object: Some(kind),
        name: Some(name).filter(|name| !name.is_empty()),
        helps: helps.iter().map(|help| deployed.called(help)).collect(),
        ..Finding::new(Area::Drift, says)
    }
}

fn helps(
    kind: &str,
    table: Option<&TableName>,
    name: &str,
    deviation: &Deviation,
    applied: &[&Migration],
) -> Vec<String> {
    if *deviation == Deviation::Surplus {
        return match kind {
            "table" => vec![
                format!("leave it alone, in the settings: \"ignore_tables\": [{name:?}]"),
                format!("or keep it: `manage inspectdb {}` prints its model", shell_words::quote(name)),
            ],
            "column" | "index" | "unique" | "foreign key" | "check" => vec![format!(
                "drop it by hand; or keep it: declare it in the model, `manage makemigrations`, and `manage migrate --fake`"
            )],
            _ => vec![
                "drop it by hand; or keep it: `manage makemigrations --empty` for its statement, and `manage migrate --fake`"
                    .to_owned(),
            ],
        };
    }
    match maker(table, name, applied) {
        Some(migration) => vec![format!(
            "bring it back by hand: `manage sqlmigrate {}` prints the statements that were to make it",
            migration.name
        )],
        None => vec!["bring it back by hand: `manage history` lists what is applied".to_owned()],
    }
}

/// The last migration that speaks of it.
fn maker<'a>(table: Option<&TableName>, name: &str, applied: &[&'a Migration]) -> Option<&'a Migration> {
    let speaks = |migration: &&&Migration, name: &str| {
        let mut words = migration.up.statements.iter().flat_map(crate::sql::Statement::words);
        words.any(|word| word.identifier().is_some_and(|own| own.eq_ignore_ascii_case(name)))
    };
    let of = |name: &str| applied.iter().rev().find(|own| speaks(own, name)).copied();
    // A name that stands alone may be another table's column: better is one that names both.
    let both = |table: &TableName| {
        applied.iter().rev().find(|own| speaks(own, &table.name) && (name.is_empty() || speaks(own, name))).copied()
    };
    match table {
        Some(table) => both(table).or_else(|| of(&table.name)),
        None => of(name.rsplit('.').next().unwrap_or(name)),
    }
}
