use std::path::Path;

use serde::Serialize;

use super::finding::{Finding, Findings};
use crate::cli::{Context, Outcome};
use crate::ui::{Style, Text};

/// What `--json` prints.
#[derive(Serialize)]
pub(super) struct Report {
    pub(super) databases: Vec<DatabaseEntry>,
}

#[derive(Serialize)]
pub(super) struct DatabaseEntry {
    database: String,
    /// Where it is; never with a password.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    #[serde(skip)]
    migrations: Option<String>,
    findings: Vec<Finding>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
    /// The migrations that are not applied.
    pending: Vec<String>,
}

impl DatabaseEntry {
    /// Paths are as seen from the directory in which the command was called.
    pub(super) fn of(alias: &str, found: Findings, directory: &Path) -> Self {
        let Findings { place, migrations, mut findings, notes, pending, .. } = found;
        for file in findings.iter_mut().filter_map(|finding| finding.file.as_mut()) {
            if let Ok(shown) = Path::new(file.as_str()).strip_prefix(directory) {
                *file = shown.display().to_string();
            }
        }
        Self { database: alias.to_owned(), place, migrations, findings, notes, pending }
    }
}

/// Tells a person.
pub(super) fn show(context: &Context, entry: &DatabaseEntry, outcome: Outcome) {
    if context.ui.wants_json() {
        return;
    }
    let ui = &context.ui;
    for note in &entry.notes {
        ui.say(Text::new().styled(Style::Faint, "note:").plain(" ").plain(note));
    }
    let alias = Text::new().styled(Style::Alias, &entry.database);
    let heading = match &entry.place {
        Some(place) => alias.plain(" (").styled(Style::Path, place).plain(")"),
        None => alias,
    };
    if entry.findings.is_empty() {
        if outcome == Outcome::Done {
            let migrations = entry.migrations.clone().unwrap_or_default();
            ui.data(Text::new().styled(Style::Good, "Nothing found").plain(" on ").then(heading));
            ui.data(format!("  {migrations}{}", pending(entry.pending.len())));
        }
        return;
    }
    ui.data(Text::new().styled(Style::Heading, "Found").plain(" on ").then(heading).plain(":"));
    let width = entry.findings.iter().map(|own| own.area.word().len()).max().unwrap_or_default();
    for (place, finding) in entry.findings.iter().enumerate() {
        let word = format!("{:width$}", finding.area.word());
        let line = Text::new().plain("  ").styled(Style::Bad, word).plain("  ");
        let line = match (&finding.file, finding.line) {
            (Some(file), Some(row)) => line.styled(Style::Path, format!("{file}:{row}")).plain(": "),
            _ => line,
        };
        ui.data(line.plain(&finding.says));
        // What helps several in a row is said once.
        if entry.findings.get(place + 1).is_none_or(|next| next.helps != finding.helps) {
            let indent = " ".repeat(width + 4);
            for help in &finding.helps {
                ui.data(Text::new().plain(&indent).styled(Style::Faint, help));
            }
        }
    }
    if !entry.pending.is_empty() {
        ui.data(format!("  {}", pending(entry.pending.len()).trim_start_matches(", ")));
    }
}

fn pending(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => ", 1 is not applied".to_owned(),
        count => format!(", {count} are not applied"),
    }
}
