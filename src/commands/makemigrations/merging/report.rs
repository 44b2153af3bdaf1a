use serde::Serialize;

use super::joined::Joined;
use crate::autodetect::summary;
use crate::cli::Context;
use crate::commands::makemigrations::drafted::{Drafted, Ready};
use crate::commands::makemigrations::found::Found;
use crate::error::Result;
use crate::ui::{Style, Text};

/// What `--json` prints.
#[derive(Serialize)]
struct Report<'a> {
    merges: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    database: &'a str,
    directory: String,
    version: &'a str,
    #[serde(flatten)]
    joined: &'a Joined,
    changes: Vec<String>,
    up: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    down: Option<&'a str>,
}

/// Tells what was written, or would be.
pub(super) fn done(context: &Context, joined: &[Joined], drafts: &[Drafted], dry_run: bool) -> Result<()> {
    let each = joined.iter().zip(drafts);
    let each = each.flat_map(|(joined, draft)| draft.migrations.iter().map(move |ready| (joined, draft, ready)));
    if context.ui.wants_json() {
        let merges = each.map(|(joined, draft, ready)| entry(context, joined, draft, ready)).collect();
        return context.ui.json(&Report { merges });
    }
    for (joined, draft, ready) in each {
        let migration = &ready.new.migration;
        if dry_run {
            for (path, text) in ready.new.files() {
                context.ui.verbatim(&format!("-- {}\n{text}\n", Found::shown(context, &path)));
            }
            continue;
        }
        let alias = draft.found.database.alias();
        context
            .ui
            .data(Text::new().styled(Style::Heading, "Merge for").plain(" ").styled(Style::Alias, alias).plain(":"));
        context.ui.data(Text::new().plain("  ").styled(Style::Path, Found::shown(context, &migration.directory)));
        for head in &joined.revises {
            context.ui.data(Text::new().plain("    joins ").styled(Style::Name, head));
        }
        if let Some(last) = joined.order.last() {
            context.ui.data(Text::new().plain("    what ").styled(Style::Name, last).plain(" does holds"));
        }
        for change in &ready.changes {
            context.ui.data(Text::new().plain("    ").styled(Style::Caution, "~").plain(" ").plain(summary(change)));
        }
    }
    Ok(())
}

fn entry<'a>(context: &Context, joined: &'a Joined, draft: &'a Drafted, ready: &'a Ready) -> Entry<'a> {
    let migration = &ready.new.migration;
    Entry {
        database: draft.found.database.alias(),
        directory: Found::shown(context, &migration.directory).to_string(),
        version: migration.version.as_str(),
        joined,
        changes: ready.changes.iter().map(summary).collect(),
        up: &migration.up.text,
        down: migration.down.as_ref().map(|down| down.text.as_str()),
    }
}
