use std::path::Path;
use std::time::Duration;

use indexmap::IndexMap;

use super::entry::Entry;
use super::graph::Graph;
use crate::cli::Context;
use crate::commands::applied_on::to_the_second;
use crate::commands::progress::seconds;
use crate::database::State;
use crate::ui::{Style, Table, Text};

/// How much of a checksum is shown.
const CHECKSUM: usize = 12;

/// The migrations of one database, for a person.
pub(super) struct Listing {
    pub(super) alias: String,
    pub(super) place: String,
    pub(super) migrations: Vec<Entry>,
    pub(super) verbose: bool,
}

/// What the marks mean.
pub(super) fn legend(context: &Context) {
    const MEANINGS: [(State, &str); 5] = [
        (State::Applied, "applied"),
        (State::Pending, "pending"),
        (State::Edited, "edited after it was applied"),
        (State::Missing, "applied, but its directory is missing"),
        (State::HalfDone, "half done"),
    ];
    for (state, meaning) in MEANINGS {
        context.ui.detail(mark(state).plain(" ").plain(meaning));
    }
}

impl Listing {
    fn heading(&self, context: &Context) {
        let mut heading = Text::new().styled(Style::Alias, &self.alias);
        if self.verbose {
            heading = heading.plain(" (").styled(Style::Path, &self.place).plain(")");
        }
        context.ui.data(heading);
        if self.migrations.is_empty() {
            context.ui.data(" (no migrations)");
        }
    }

    /// Draws them, the newest first, with what builds on what.
    pub(super) fn graph(&self, context: &Context) {
        self.heading(context);
        let mut graph = Graph::default();
        for entry in self.migrations.iter().rev() {
            let parents: Vec<&str> = entry.revises.iter().map(String::as_str).collect();
            let drawn = graph.draw(&entry.version, &parents);
            let line = |line: &str| context.ui.data(Text::new().plain(" ").styled(Style::Faint, line));
            drawn.above.iter().for_each(|above| line(above));
            let own = Text::new().plain(" ").styled(Style::Faint, &drawn.own).plain(" ").then(mark(entry.state));
            let notes = notes(entry);
            let notes = if notes == Text::new() { notes } else { Text::new().plain("  ").then(notes) };
            context.ui.data(own.plain(" ").plain(&entry.name).then(notes));
            drawn.below.iter().for_each(|below| line(below));
        }
    }

    /// Lists them: as they run, or by directory where there are several.
    pub(super) fn show(&self, context: &Context, as_they_run: bool) {
        self.heading(context);
        let mut directories: IndexMap<Option<&Path>, Vec<&Entry>> = IndexMap::new();
        for entry in &self.migrations {
            let directory = entry.directory.as_deref().and_then(|directory| Path::new(directory).parent());
            directories.entry(directory).or_default().push(entry);
        }
        let several = directories.keys().flatten().count() > 1;
        if !several || as_they_run {
            self.list(context, self.migrations.iter(), " ", several);
            return;
        }
        for (directory, entries) in directories {
            match directory {
                Some(directory) => {
                    context.ui.data(Text::new().plain(" ").styled(Style::Path, directory.display()).plain(":"));
                }
                None => context.ui.data(" (no directory):"),
            }
            self.list(context, entries, "  ", false);
        }
    }

    /// The lines, in a table: with the directories where it is not clear from elsewhere which is meant.
    fn list<'a>(
        &self,
        context: &Context,
        entries: impl IntoIterator<Item = &'a Entry>,
        indent: &str,
        directories: bool,
    ) {
        let mut table = Table::new();
        for entry in entries {
            let name = Text::new().plain(indent).then(mark(entry.state)).plain(" ").plain(&entry.name);
            let mut cells = vec![name];
            if directories {
                let parent = entry.directory.as_deref().and_then(|directory| Path::new(directory).parent());
                let shown = parent.map(|parent| parent.display().to_string()).unwrap_or_default();
                cells.push(Text::new().styled(Style::Path, shown));
            }
            if self.verbose {
                let took = entry.duration_ms.map(|milliseconds| seconds(Duration::from_millis(milliseconds)));
                let checksum = entry.checksum.as_deref().and_then(|checksum| checksum.get(..CHECKSUM));
                let by = entry.by.as_deref();
                for cell in [entry.applied_at.as_deref().map(to_the_second), took.as_deref(), by, checksum] {
                    cells.push(Text::new().styled(Style::Faint, cell.unwrap_or_default()));
                }
            }
            cells.push(notes(entry));
            table.row(cells);
        }
        context.ui.table(table);
    }
}

fn mark(state: State) -> Text {
    let style = match state {
        State::Applied => Style::Good,
        State::Pending => Style::Faint,
        State::Edited | State::Missing | State::HalfDone => Style::Bad,
    };
    Text::new().styled(style, state.sign())
}

/// What is special about it, in words: the only place where a list says more than its marks.
fn notes(entry: &Entry) -> Text {
    let mut notes = Vec::new();
    if let Some(stopped) = &entry.stopped {
        let (done, total) = (stopped.done, stopped.total);
        notes.push((Style::Caution, format!("{done} of {total} statements done")));
    }
    if entry.late {
        notes.push((Style::Caution, "late".to_owned()));
    }
    if let Some(variant) = &entry.variant {
        notes.push((Style::Faint, format!("up.{variant}.sql")));
    }
    if entry.irreversible {
        notes.push((Style::Faint, "irreversible".to_owned()));
    }
    if !entry.in_transaction {
        notes.push((Style::Faint, "outside a transaction".to_owned()));
    }
    if let Some(note) = entry.record {
        notes.push((Style::Caution, note.to_owned()));
    }
    if let Some(note) = entry.rust_step {
        notes.push((Style::Faint, note.to_owned()));
    }
    let mut text = Text::new();
    for (place, (style, note)) in notes.into_iter().enumerate() {
        text = text.plain(if place == 0 { "(" } else { ", " }).styled(style, note);
    }
    if text == Text::new() { text } else { text.plain(")") }
}
