use serde::Serialize;

use super::drafted::{Drafted, Ready};
use super::found::Found;
use crate::autodetect::{Note, Portion, summary};
use crate::cli::{Context, Outcome};
use crate::error::Result;
use crate::questions::OpenQuestions;
use crate::schema::Change;
use crate::settings::Origin;
use crate::ui::{Style, Text};

/// What `--json` prints.
#[derive(Serialize)]
struct Report<'a> {
    /// The migrations, in the order of the settings.
    migrations: Vec<Entry<'a>>,
    /// The questions that somebody has to answer first.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    open: Option<&'a OpenQuestions>,
}

/// A migration of the report.
#[derive(Serialize)]
struct Entry<'a> {
    database: &'a str,
    /// Its directory; absent where nothing is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    directory: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'a str>,
    changes: Vec<ChangeEntry<'a>>,
    /// Whether it runs in a transaction; absent where it does.
    #[serde(skip_serializing_if = "std::clone::Clone::clone")]
    in_transaction: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    up: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    down: Option<&'a str>,
}

/// A change of the report, in words and as data.
#[derive(Serialize)]
struct ChangeEntry<'a> {
    summary: String,
    #[serde(flatten)]
    change: &'a Change,
}

fn changes(changes: &[Change]) -> Vec<ChangeEntry<'_>> {
    changes.iter().map(|change| ChangeEntry { summary: summary(change), change }).collect()
}

/// What was seen on the way.
pub(super) fn notes(context: &Context, all: &[Found]) {
    for found in all {
        for warning in found.history.warnings.iter().chain(&found.state.notes) {
            context.ui.warn(warning);
        }
        for note in &found.notes {
            context.ui.say(Text::new().styled(Style::Faint, "note:").plain(" ").plain(note));
        }
        hint_at_types(context, found);
    }
}

/// So many columns in which a `table!` and the database disagree are no longer taken for changes of today.
const FEW_COLUMNS: usize = 2;

/// How many columns are worth a pattern each.
const MOST_PATTERNS: usize = 20;

/// Tells how types stay as they are, where the source of a `table!` says others because it serves other databases too.
fn hint_at_types(context: &Context, found: &Found) {
    let mut columns: Vec<&String> = found.notes.iter().flat_map(Note::disagreeing).collect();
    columns.sort();
    columns.dedup();
    if columns.len() <= FEW_COLUMNS {
        return;
    }
    let patterns = match columns.len() {
        count if count > MOST_PATTERNS => r#"["*.*"]"#.to_owned(),
        _ => format!("[{}]", columns.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ")),
    };
    let place = match found.database.origin() {
        Origin::File(_) => format!("in the settings of `{}`", found.database.alias()),
        Origin::Named(_) => "in settings, which `manage init` writes".to_owned(),
    };
    context.ui.hint(format!(
        "where these types are meant for other databases that the source serves too, leave them, {place}: \
         \"ignore_types\": {patterns}"
    ));
}

/// The answer of `--check`: nothing to do, or what would be written, open questions included.
pub(super) fn check(context: &Context, all: &[Found], open: &OpenQuestions) -> Result<Outcome> {
    let changed: Vec<&Found> = all.iter().filter(|found| !found.changes.is_empty()).collect();
    if changed.is_empty() && open.is_empty() {
        nothing(context)?;
        return Ok(Outcome::Done);
    }
    if context.ui.wants_json() {
        let portions: Vec<(&str, Vec<Portion>)> =
            changed.iter().map(|found| (found.database.alias(), found.portions(false))).collect();
        let each = portions.iter().flat_map(|(database, portions)| portions.iter().map(move |own| (*database, own)));
        let migrations = each
            .map(|(database, portion)| Entry {
                database,
                directory: None,
                version: None,
                changes: changes(&portion.changes),
                in_transaction: portion.in_transaction,
                up: None,
                down: None,
            })
            .collect();
        context.ui.json(&Report { migrations, open: (!open.is_empty()).then_some(open) })?;
        return Ok(Outcome::No);
    }
    for found in changed {
        heading(context, "Changes without a migration on", found.database.alias());
        listed(context, &found.changes);
    }
    if !open.is_empty() {
        context.ui.say("open questions:");
        context.ui.say(open.to_string());
    }
    Ok(Outcome::No)
}

/// Ends the command if questions are open; as data, they are what it prints.
pub(super) fn open(context: &Context, open: &OpenQuestions) -> Result<()> {
    if context.ui.wants_json() && !open.is_empty() {
        context.ui.json(open)?;
    }
    open.clone().into_result()
}

/// Nothing is to be written.
pub(super) fn nothing(context: &Context) -> Result<()> {
    if context.ui.wants_json() {
        return context.ui.json(&Report { migrations: Vec::new(), open: None });
    }
    context.ui.data("No changes detected");
    Ok(())
}

/// What would be written.
pub(super) fn dry_run(context: &Context, drafts: &[Drafted]) -> Result<Outcome> {
    if context.ui.wants_json() {
        return data(context, drafts);
    }
    for draft in drafts {
        for (path, text) in draft.migrations.iter().flat_map(|ready| ready.new.files()) {
            context.ui.verbatim(&format!("-- {}\n{text}\n", Found::shown(context, &path)));
        }
    }
    Ok(Outcome::Done)
}

/// What was written.
pub(super) fn written(context: &Context, drafts: &[Drafted]) -> Result<Outcome> {
    if context.ui.wants_json() {
        return data(context, drafts);
    }
    for draft in drafts {
        heading(context, "Migrations for", draft.found.database.alias());
        for ready in &draft.migrations {
            let directory = Found::shown(context, &ready.new.migration.directory);
            let text = Text::new().plain("  ").styled(Style::Path, directory);
            let outside = !ready.new.migration.run_in_transaction;
            context.ui.data(if outside { text.styled(Style::Faint, " (outside a transaction)") } else { text });
            listed(context, &ready.changes);
        }
    }
    Ok(Outcome::Done)
}

/// The migrations as data, whether they are written or would be.
fn data(context: &Context, drafts: &[Drafted]) -> Result<Outcome> {
    let each = drafts.iter().flat_map(|draft| draft.migrations.iter().map(move |ready| (draft, ready)));
    let migrations = each.map(|(draft, ready)| entry(context, draft, ready)).collect();
    context.ui.json(&Report { migrations, open: None })?;
    Ok(Outcome::Done)
}

fn entry<'a>(context: &Context, draft: &'a Drafted, ready: &'a Ready) -> Entry<'a> {
    let migration = &ready.new.migration;
    Entry {
        database: draft.found.database.alias(),
        directory: Some(Found::shown(context, &migration.directory).to_string()),
        version: Some(migration.version.as_str()),
        changes: changes(&ready.changes),
        in_transaction: migration.run_in_transaction,
        up: Some(&migration.up.text),
        down: migration.down.as_ref().map(|down| down.text.as_str()),
    }
}

fn heading(context: &Context, words: &str, alias: &str) {
    context.ui.data(Text::new().styled(Style::Heading, words).plain(" ").styled(Style::Alias, alias).plain(":"));
}

fn listed(context: &Context, changes: &[Change]) {
    for change in changes {
        let (sign, style) = match change {
            Change::CreateTable { .. }
            | Change::AddColumn { .. }
            | Change::AddUnique { .. }
            | Change::AddIndex { .. }
            | Change::AddForeignKey { .. }
            | Change::CreateEnum { .. }
            | Change::CreateNamespace { .. }
            | Change::EnsureNamespace { .. }
            | Change::CreateExtension { .. }
            | Change::AddCheck { .. } => ("+", Style::Good),
            Change::DropTable { .. }
            | Change::DropColumn { .. }
            | Change::DropUnique { .. }
            | Change::DropIndex { .. }
            | Change::DropForeignKey { .. }
            | Change::DropEnum { .. }
            | Change::DropNamespace { .. }
            | Change::DropExtension { .. }
            | Change::DropCheck { .. } => ("-", Style::Bad),
            _ => ("~", Style::Caution),
        };
        context.ui.data(Text::new().plain("    ").styled(style, sign).plain(" ").plain(summary(change)));
    }
}
