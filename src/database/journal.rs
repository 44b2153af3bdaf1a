//! What Diesel's ledger has no room for, in a table of its own beside it.

use std::collections::BTreeMap;
use std::str::FromStr;

use super::event::Direction;
use super::run::now;
use super::session::SqlError;
use super::target::Target;
use crate::dialect::Dialect;
use crate::history::{Migration, Script, Version};
use crate::sql::checksum;

/// The table's name.
pub(super) const TABLE: &str = "__manage_journal";

/// What writes the rows.
pub(super) const TOOL: &str = concat!("manage ", env!("CARGO_PKG_VERSION"));

/// The version of what a row means.
const FORMAT: u32 = 1;

/// That of a row in which a Rust step is counted as a statement.
const FORMAT_WITH_RUST: u32 = 2;

/// The table's columns: name, type, and whether each row has a value there.
const COLUMNS: [(&str, &str, bool); 18] = [
    ("version", "VARCHAR(50) PRIMARY KEY", true),
    ("name", "VARCHAR(255)", true),
    ("variant", "VARCHAR(100)", false),
    ("checksum", "VARCHAR(64)", true),
    ("down", "TEXT", false),
    ("in_transaction", "INTEGER", true),
    ("run_on", "VARCHAR(40)", false),
    ("direction", "VARCHAR(4)", true),
    ("done", "INTEGER", true),
    ("total", "INTEGER", true),
    ("intent", "INTEGER", false),
    ("started_at", "VARCHAR(40)", true),
    ("finished_at", "VARCHAR(40)", false),
    ("duration_ms", "BIGINT", false),
    ("error", "TEXT", false),
    ("sound", "INTEGER", false),
    ("tool", "VARCHAR(40)", true),
    ("format", "INTEGER", true),
];

/// What is remembered of one migration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its version.
    pub version: Version,
    /// The directory's name when it ran.
    pub name: String,
    /// The environment whose variant ran.
    pub variant: Option<String>,
    /// The checksum over the statements that are done: once it is complete, over all of them.
    pub checksum: String,
    /// The text of `down.sql` when it ran.
    pub down: Option<String>,
    /// Whether it runs in a transaction.
    pub in_transaction: bool,
    /// The ledger's time, once it is in the ledger; where the ledger says otherwise the entry is stale.
    pub run_on: Option<String>,
    /// Which way it ran last.
    pub direction: Direction,
    /// Whether a Rust step runs with it. It counts as a statement then.
    pub rust: bool,
    /// Statements done.
    pub done: usize,
    /// Statements in all.
    pub total: usize,
    /// The statement that was begun outside a transaction, counted from 1.
    pub intent: Option<usize>,
    /// When it began, in UTC.
    pub started_at: String,
    /// When it was complete, in UTC.
    pub finished_at: Option<String>,
    /// How long it took, in milliseconds.
    pub duration_ms: Option<u64>,
    /// What stopped it.
    pub error: Option<String>,
    /// Whether no row violated a foreign key as it began outside a transaction, where that is known: what violates one
    /// when it goes on is its own doing then.
    pub sound: Option<bool>,
    /// What wrote the entry: `manage 0.1.0`.
    pub tool: String,
}

impl Entry {
    /// What is known of a migration that counts as applied with this script, though it did not run now.
    pub(super) fn applied(migration: &Migration, up: &Script, run_on: Option<String>) -> Self {
        let moment = now();
        Self {
            version: migration.version.clone(),
            name: migration.name.clone(),
            variant: up.variant.clone(),
            checksum: checksum(&up.statements),
            down: migration.down_of(up.variant.as_deref()).map(|down| down.text.clone()),
            in_transaction: migration.run_in_transaction,
            run_on,
            direction: Direction::Up,
            rust: false,
            done: up.statements.len(),
            total: up.statements.len(),
            intent: None,
            started_at: moment.clone(),
            finished_at: Some(moment),
            duration_ms: None,
            error: None,
            sound: None,
            tool: TOOL.to_owned(),
        }
    }

    /// Whether it stopped on its way, as far as the entry knows.
    pub fn is_half_done(&self) -> bool {
        self.finished_at.is_none()
    }
}

/// Why a row of the journal is not gone by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// A newer `manage` wrote it: what it means is not known here, and it is not ours to write over.
    Newer {
        /// What wrote it.
        tool: String,
        /// The format, which is newer than those that are known.
        format: u32,
    },
    /// It is damaged: this column holds something else than it should.
    Damaged(&'static str),
}

/// What the journal holds.
#[derive(Debug, Default)]
pub(super) struct Journal {
    /// Every entry that can be read, stale or not.
    pub(super) entries: BTreeMap<Version, Entry>,
    /// Rows that cannot.
    pub(super) unread: BTreeMap<Version, Unread>,
    /// Why the table as a whole cannot be read, if it cannot.
    pub(super) broken: Option<String>,
}

/// All that the journal holds. No table is no entries, and what an older table has no column for is not known.
pub(super) fn read(target: &mut dyn Target) -> Result<Journal, SqlError> {
    let mut journal = Journal::default();
    let Some(shape) = target.shape(TABLE)? else { return Ok(journal) };
    if shape.is_view || shape.column("version").is_none() {
        let what = if shape.is_view { "is a view" } else { "has no column `version`" };
        journal.broken = Some(format!("{TABLE} {what}"));
        return Ok(journal);
    }
    let column = |(name, ..): &(&'static str, &str, bool)| shape.column(name).map_or("NULL", |_| *name);
    let columns: Vec<&str> = COLUMNS.iter().map(column).collect();
    for row in target.query(&format!("SELECT {} FROM {TABLE}", columns.join(", ")))? {
        // A row without a version is about nothing.
        let Some(version) = row.first().cloned().flatten().map(Version::of_ledger) else { continue };
        match entry(version.clone(), row) {
            Ok(entry) => drop(journal.entries.insert(version, entry)),
            Err(unread) => drop(journal.unread.insert(version, unread)),
        }
    }
    Ok(journal)
}

fn entry(version: Version, row: Vec<Option<String>>) -> Result<Entry, Unread> {
    let mut row = Row(row);
    // What a newer format means by the other columns is not known.
    let format = row.number::<u32>("format")?;
    if format > FORMAT_WITH_RUST {
        return Err(Unread::Newer { tool: row.text("tool").unwrap_or_else(|_| "manage".to_owned()), format });
    }
    let direction = match row.text("direction")?.as_str() {
        "up" => Direction::Up,
        "down" => Direction::Down,
        _ => return Err(Unread::Damaged("direction")),
    };
    Ok(Entry {
        version,
        name: row.text("name")?,
        variant: row.value("variant"),
        checksum: row.text("checksum")?,
        down: row.value("down"),
        in_transaction: row.number::<u8>("in_transaction")? != 0,
        run_on: row.value("run_on"),
        direction,
        rust: format >= FORMAT_WITH_RUST,
        done: row.number("done")?,
        total: row.number("total")?,
        intent: row.maybe_number("intent")?,
        started_at: row.text("started_at")?,
        finished_at: row.value("finished_at"),
        duration_ms: row.maybe_number("duration_ms")?,
        error: row.value("error"),
        sound: row.maybe_number::<u8>("sound")?.map(|sound| sound != 0),
        tool: row.text("tool")?,
    })
}

/// The values of a row, in the order of [`COLUMNS`]; each is taken out once.
struct Row(Vec<Option<String>>);

impl Row {
    fn value(&mut self, column: &'static str) -> Option<String> {
        let place = COLUMNS.iter().position(|(name, ..)| *name == column)?;
        self.0.get_mut(place).and_then(Option::take)
    }

    fn text(&mut self, column: &'static str) -> Result<String, Unread> {
        self.value(column).ok_or(Unread::Damaged(column))
    }

    fn number<N: FromStr>(&mut self, column: &'static str) -> Result<N, Unread> {
        self.text(column)?.parse().map_err(|_| Unread::Damaged(column))
    }

    fn maybe_number<N: FromStr>(&mut self, column: &'static str) -> Result<Option<N>, Unread> {
        self.value(column).map(|text| text.parse().map_err(|_| Unread::Damaged(column))).transpose()
    }
}

/// Makes the table if there is none.
pub(super) fn create(target: &mut dyn Target) -> Result<(), SqlError> {
    let statement = creation(target.dialect());
    target.execute(&statement)
}

/// The statement that does so.
pub(super) fn creation(dialect: &dyn Dialect) -> String {
    let null = |needed: bool| if needed { " NOT NULL" } else { "" };
    let columns =
        COLUMNS.iter().map(|(name, kind, needed)| format!("       {name} {}{}", kind_in(dialect, kind), null(*needed)));
    let columns: Vec<String> = columns.collect();
    let options = dialect.own_table_options();
    format!("CREATE TABLE IF NOT EXISTS {TABLE} (\n{}\n){options}", columns.join(",\n"))
}

/// The type in the database's words: its `TEXT` may have an end.
fn kind_in<'a>(dialect: &dyn Dialect, kind: &'a str) -> &'a str {
    if kind == "TEXT" { dialect.long_text() } else { kind }
}

/// Gives a table that an older `manage` made the columns that it lacks. None is made.
pub(super) fn complete(target: &mut dyn Target) -> Result<(), SqlError> {
    let Some(shape) = target.shape(TABLE)? else { return Ok(()) };
    for (name, kind, _) in COLUMNS.iter().filter(|(name, ..)| shape.column(name).is_none()) {
        let kind = kind_in(target.dialect(), kind);
        target.execute(&format!("ALTER TABLE {TABLE} ADD COLUMN {name} {kind}"))?;
    }
    Ok(())
}

/// Removes the table, or what stands in its place.
pub(super) fn drop_table(target: &mut dyn Target) -> Result<(), SqlError> {
    match target.shape(TABLE)? {
        Some(shape) if shape.is_view => target.execute(&format!("DROP VIEW {TABLE}")),
        Some(_) => target.execute(&format!("DROP TABLE {TABLE}")),
        None => Ok(()),
    }
}

/// The columns with what an entry has in them, as literals.
pub(super) fn values(dialect: &dyn Dialect, entry: &Entry) -> Vec<(&'static str, String)> {
    let text = |value: &str| dialect.quote_text_anywhere(value);
    let maybe =
        |value: Option<&str>| value.map_or_else(|| "NULL".to_owned(), |value| dialect.quote_text_anywhere(value));
    let number = |value: Option<String>| value.unwrap_or_else(|| "NULL".to_owned());
    let values = [
        text(entry.version.as_str()),
        text(&entry.name),
        maybe(entry.variant.as_deref()),
        text(&entry.checksum),
        maybe(entry.down.as_deref()),
        u8::from(entry.in_transaction).to_string(),
        maybe(entry.run_on.as_deref()),
        text(if entry.direction == Direction::Down { "down" } else { "up" }),
        entry.done.to_string(),
        entry.total.to_string(),
        number(entry.intent.map(|intent| intent.to_string())),
        text(&entry.started_at),
        maybe(entry.finished_at.as_deref()),
        number(entry.duration_ms.map(|duration| duration.to_string())),
        maybe(entry.error.as_deref()),
        number(entry.sound.map(|sound| u8::from(sound).to_string())),
        text(&entry.tool),
        if entry.rust { FORMAT_WITH_RUST } else { FORMAT }.to_string(),
    ];
    COLUMNS.iter().map(|(name, ..)| *name).zip(values).collect()
}

/// Writes entries in a transaction, in place of what was there.
pub(super) fn write_all(target: &mut dyn Target, entries: &[&Entry]) -> Result<(), SqlError> {
    let dialect = target.dialect();
    remove_all(target, &entries.iter().map(|entry| &entry.version).collect::<Vec<_>>())?;
    let row =
        |entry: &&Entry| values(dialect, entry).into_iter().map(|(_, value)| value).collect::<Vec<_>>().join(", ");
    let rows: Vec<String> = entries.iter().map(|entry| format!("({})", row(entry))).collect();
    let columns: Vec<&str> = COLUMNS.iter().map(|(name, ..)| *name).collect();
    target.execute(&format!("INSERT INTO {TABLE} ({}) VALUES\n{}", columns.join(", "), rows.join(",\n")))
}

/// Writes an entry in place of what was there.
pub(super) fn write(target: &mut dyn Target, entry: &Entry) -> Result<(), SqlError> {
    writing(target.dialect(), entry).iter().try_for_each(|statement| target.execute(statement))
}

/// The same in a transaction that is open, by its commit.
pub(super) fn write_by_commit(target: &mut dyn Target, entry: &Entry) -> Result<(), SqlError> {
    writing(target.dialect(), entry).into_iter().try_for_each(|statement| target.execute_by_commit(statement))
}

fn writing(dialect: &dyn Dialect, entry: &Entry) -> [String; 2] {
    let (columns, values): (Vec<&str>, Vec<String>) = values(dialect, entry).into_iter().unzip();
    let set: Vec<String> = columns.iter().zip(&values).map(|(column, value)| format!("{column} = {value}")).collect();
    let own = format!("WHERE version = {}", dialect.quote_text_anywhere(entry.version.as_str()));
    // Never gone for a moment, since it may be in no transaction; and an update leaves `last_insert_rowid()` to the
    // migration.
    let update = format!("UPDATE {TABLE} SET {} {own}", set.join(", "));
    let insert = format!(
        "INSERT INTO {TABLE} ({}) SELECT {} FROM (SELECT 1) AS one WHERE NOT EXISTS (SELECT 1 FROM {TABLE} {own})",
        columns.join(", "),
        values.join(", ")
    );
    [update, insert]
}

/// Forgets versions.
pub(super) fn remove_all(target: &mut dyn Target, versions: &[&Version]) -> Result<(), SqlError> {
    let literals: Vec<String> =
        versions.iter().map(|version| target.dialect().quote_text_anywhere(version.as_str())).collect();
    target.execute(&format!("DELETE FROM {TABLE} WHERE version IN ({})", literals.join(", ")))
}

/// Forgets a version, by the commit of the transaction that is open.
pub(super) fn remove_by_commit(target: &mut dyn Target, version: &Version) -> Result<(), SqlError> {
    let literal = target.dialect().quote_text_anywhere(version.as_str());
    target.execute_by_commit(format!("DELETE FROM {TABLE} WHERE version = {literal}"))
}

/// Takes a version out.
pub(super) fn remove(target: &mut dyn Target, version: &Version) -> Result<(), SqlError> {
    let literal = target.dialect().quote_text_anywhere(version.as_str());
    target.execute(&format!("DELETE FROM {TABLE} WHERE version = {literal}"))
}
