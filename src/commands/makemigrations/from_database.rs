//! The live database in place of what the migrations lead to.

use std::collections::BTreeSet;

use super::MakeMigrations;
use super::drafted::{Drafted, Ready};
use super::found::Found;
use super::report;
use crate::autodetect::{Ignore, autodetect, slug_of_message};
use crate::cli::{Context, Outcome};
use crate::commands::live::Live;
use crate::commands::meeting::refuse_collisions;
use crate::commands::scratch::scratch;
use crate::database::{State as Applied, status};
use crate::dialect::{Dialect, Rendered};
use crate::error::{Error, Result};
use crate::history::{Beside, Draft, History, NewMigration, State, may_come_first};
use crate::questions::Nobody;
use crate::schema::{Change, Object, ObjectKind, Schema, Wanted, invert};
use crate::settings::Database;

/// How many differences are told.
const MOST_TOLD: usize = 5;

/// Writes the first migration of each database that has none: it makes what the database holds. `None` where each has
/// migrations already.
pub(super) fn begin(context: &mut Context, asked: &MakeMigrations, databases: &[Database]) -> Result<Option<Outcome>> {
    let mut drafts = Vec::new();
    let mut empty = 0;
    for database in databases {
        let history = Found::history(context, database)?;
        if history.migrations.is_empty() {
            empty += 1;
            drafts.extend(first(context, asked, database, history)?);
        }
    }
    if empty == 0 {
        return Ok(None);
    }
    if drafts.is_empty() {
        report::nothing(context)?;
        return Ok(Some(Outcome::Done));
    }
    if asked.dry_run {
        return report::dry_run(context, &drafts).map(Some);
    }
    let ui = context.ui.clone();
    let _whole = ui.until_boundary(|signal| Error::new(signal.kind(), format!("{} while writing", signal.word())));
    Drafted::write(&drafts)?;
    let outcome = report::written(context, &drafts)?;
    context.ui.hint("`manage stamp head` records it where all of it is there already");
    Ok(Some(outcome))
}

/// What is known of a database that has migrations, all of which are applied: what it holds is what they lead to.
pub(super) fn found(context: &mut Context, database: &Database) -> Result<Found> {
    let history = Found::history(context, database)?;
    let beside = match history.others() {
        None => Beside::default(),
        Some(_) => State::remembered_beside(&history).ok_or_else(|| {
            Error::failure(format!(
                "{} has several directories of migrations, and no schema.json says whose tables are whose",
                database.alias()
            ))
            .hint("`manage makemigrations` without --from-database finds it out, where a scratch database can be had (`scratch`)")
            .hint("or bring back the schema.json that was written with the last migration")
        })?,
    };
    refuse_collisions(context, database, &history)?;
    let mut target = Live::target(database, &database.address()?)?;
    let states = status(target.as_mut(), &history.migrations)?;
    drop(target);
    if let Some(other) = states.iter().find(|own| own.state != Applied::Applied && own.has_directory) {
        let message = format!("{}: {} is not applied as it is", database.alias(), other.name);
        return Err(Error::history(message)
            .hint("--from-database takes what the database holds for what all migrations lead to: `manage migrate`"));
    }
    let live = Live::of(context, database)?;
    live.say_others(context);
    let state = State { schema: live.schema, beside, fresh: false, notes: Vec::new() };
    Found::with(context, database, history, state)
}

/// The first migration; `None` if the database holds nothing.
fn first(
    context: &mut Context,
    asked: &MakeMigrations,
    database: &Database,
    history: History,
) -> Result<Option<Drafted>> {
    let live = Live::of(context, database)?;
    live.say_others(context);
    let Live { mut schema, place, .. } = live;
    let ignore = Ignore::new(&database.ignore_tables()?, &database.ignore_columns()?)?;
    schema.tables.retain(|name, _| !ignore.table(name));
    if schema.tables.is_empty() && schema.objects.is_empty() {
        context.ui.warn(format!("{place}: there is nothing that this user can see"));
        return Ok(None);
    }
    let nothing = State { schema: Schema::default(), beside: Beside::default(), fresh: true, notes: Vec::new() };
    let found = Found::with(context, database, history, nothing)?;
    let changes = creations(&schema, found.dialect)?;
    let message = asked.message().unwrap_or("Initial").to_owned();
    let slug = match asked.name.as_deref() {
        Some(name) => slug_of_message(name)?,
        None => slug_of_message(&message).unwrap_or_else(|_| "initial".to_owned()),
    };
    let draft = Draft {
        message,
        slug,
        parents: Vec::new(),
        up: forward(&schema, &changes, found.dialect, database)?,
        down: back(&schema, &changes, found.dialect)?,
        run_in_transaction: true,
    };
    let new = draft.prepare(&found.history, found.dialect, &found.templates, context.clock.now())?;
    let after = match asked.no_verify {
        true => None,
        false => Some(proved(context, &found, &new, &schema, &place)?),
    };
    let proven = after.is_some();
    let ready = Ready::known(new, changes, after.unwrap_or(schema), proven);
    Ok(Some(Drafted { found, migrations: vec![ready] }))
}

/// What makes everything, in order.
fn creations(schema: &Schema, dialect: &dyn Dialect) -> Result<Vec<Change>> {
    let wanted = Wanted { schema: schema.clone(), ..Wanted::default() };
    let found = autodetect(&Schema::default(), wanted, &Ignore::default(), dialect, &mut Nobody)?;
    let in_order = found.changes.into_iter();
    if dialect.keys_may_come_first() {
        // Nothing has to be cut off a table and added later.
        let whole = |change: Change| match change {
            Change::CreateTable { table } => schema.table(&table.name).cloned().or(Some(table)),
            _ => None,
        };
        return Ok(in_order.filter_map(whole).map(|table| Change::CreateTable { table }).collect());
    }
    // A check without a name is one of its column, and is called like it.
    let of_columns = |change: Change| match change {
        Change::CreateTable { mut table } => {
            if let Some(own) = schema.table(&table.name) {
                table.checks.clone_from(&own.checks);
                let columns = &own.columns;
                for check in table.checks.iter_mut().filter(|check| check.name.is_none()) {
                    let column = columns.iter().find(|column| check.expr.mentions(&column.name));
                    check.name = column.map(|column| column.name.clone());
                }
            }
            Change::CreateTable { table }
        }
        other => other,
    };
    Ok(in_order.map(of_columns).collect())
}

/// The statements that make everything: what models cannot declare as the database has it, word for word.
fn forward(schema: &Schema, changes: &[Change], dialect: &dyn Dialect, database: &Database) -> Result<Vec<Rendered>> {
    let (types, tables): (Vec<Change>, Vec<Change>) = changes.iter().cloned().partition(Change::is_about_no_table);
    let mut statements = dialect.render(&Schema::default(), &types)?;
    let early = before_tables(schema, &statements, database);
    statements.extend(early.iter().filter_map(|place| schema.objects.get(*place)).map(verbatim));
    let around = Schema { enums: schema.enums.clone(), namespaces: schema.namespaces.clone(), ..Schema::default() };
    if dialect.keys_may_come_first() {
        for change in &tables {
            let mut rendered = dialect.render(&around, std::slice::from_ref(change))?;
            if let Change::CreateTable { table } = change
                && let (Some(own), Some(first)) = (&table.sql, rendered.first_mut())
            {
                first.sql.clone_from(own);
            }
            statements.extend(rendered);
        }
    } else {
        statements.extend(dialect.render(&around, &tables)?);
    }
    let late = schema.objects.iter().enumerate().filter(|(place, _)| !early.contains(place));
    statements.extend(late.map(|(_, object)| verbatim(object)));
    Ok(statements)
}

fn verbatim(object: &Object) -> Rendered {
    Rendered { comments: Vec::new(), sql: object.sql.clone() }
}

/// The places of the objects that stand before the tables, which may be made of them: what can be made without tables, as
/// a scratch database says, or else as their kind does.
fn before_tables(schema: &Schema, types: &[Rendered], database: &Database) -> BTreeSet<usize> {
    let may = || schema.objects.iter().enumerate().filter(|(_, object)| may_come_first(object));
    if may().next().is_none() {
        return BTreeSet::new();
    }
    let Ok(mut session) = scratch(database) else { return may().map(|(place, _)| place).collect() };
    for statement in types.iter().filter(|own| !own.sql.is_empty()) {
        // What fails here fails when the migration is tried, and is told then.
        let _ = session.execute(&statement.sql);
    }
    may().filter(|(_, object)| session.execute(&object.sql).is_ok()).map(|(place, _)| place).collect()
}

/// The statements that lead back, where that is known.
fn back(schema: &Schema, changes: &[Change], dialect: &dyn Dialect) -> Result<Vec<Rendered>> {
    let mut statements = Vec::new();
    for object in schema.objects.iter().rev() {
        let word = match object.kind {
            ObjectKind::View => "VIEW",
            ObjectKind::MaterializedView => "MATERIALIZED VIEW",
            ObjectKind::VirtualTable => "TABLE",
            // They go with their table.
            ObjectKind::Trigger | ObjectKind::Partition | ObjectKind::Constraint | ObjectKind::Index => continue,
            ObjectKind::Setting | ObjectKind::Comment | ObjectKind::Right if object.table.is_some() => continue,
            ObjectKind::RowSecurity | ObjectKind::Policy | ObjectKind::Rule | ObjectKind::Statistics => continue,
            ObjectKind::Sequence if object.table.is_some() => continue,
            _ => return Ok(vec![irreversible()]),
        };
        let sql = format!("DROP {word} {}", dialect.quote_name(&object.name));
        statements.push(Rendered { comments: Vec::new(), sql });
    }
    statements.extend(dialect.render(schema, &invert(changes))?);
    Ok(statements)
}

fn irreversible() -> Rendered {
    let comments = ["manage: irreversible", "There was more than tables, and it was there before its migrations."];
    Rendered { comments: comments.map(str::to_owned).into(), sql: "SELECT 1".to_owned() }
}

/// What the migration leads to, which is what the database holds.
fn proved(context: &Context, found: &Found, new: &NewMigration, schema: &Schema, place: &str) -> Result<Schema> {
    let _work = context.ui.work(format!("trying {} on a scratch database", new.migration.name), None);
    let helped = |error: Error| error.hint("--no-verify writes it without trying it");
    let after =
        State::replayed(&new.history, found.dialect, &mut || scratch(&found.database), &mut |_| {}).map_err(helped)?;
    let differences = schema.differences(&after);
    if differences.is_empty() {
        return Ok(after);
    }
    let told = differences.iter().take(MOST_TOLD).cloned().collect::<Vec<_>>().join("; ");
    let more = differences.len().saturating_sub(MOST_TOLD);
    let more = if more > 0 { format!("; and {more} more") } else { String::new() };
    let message = format!("the migration would not lead to what {place} holds: {told}{more}");
    Err(helped(Error::failure(message).hint("leave tables alone that matter to nobody: \"ignore_tables\"")))
}
