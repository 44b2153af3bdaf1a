//! What Diesel's ledger has no room for, in a table of its own beside it.

use std::collections::BTreeMap;

use super::event::Direction;
use super::session::SqlError;
use super::target::Target;
use crate::history::Version;

/// The table's name.
pub(super) const TABLE: &str = "__manage_journal";

/// What writes the rows.
pub(super) const TOOL: &str = concat!("manage ", env!("CARGO_PKG_VERSION"));

/// The version of what a row means.
const FORMAT: u32 = 1;

/// That of a row in which a Rust step is counted as a statement.
const FORMAT_WITH_RUST: u32 = 2;

const COLUMNS: &str = "version, name, variant, checksum, down, in_transaction, run_on, direction, done, total, intent, \
                       started_at, finished_at, duration_ms, error, tool, format";

const CREATE: &str = "CREATE TABLE IF NOT EXISTS __manage_journal (
       version VARCHAR(50) PRIMARY KEY NOT NULL,
       name VARCHAR(255) NOT NULL,
       variant VARCHAR(100),
       checksum VARCHAR(64) NOT NULL,
       down TEXT,
       in_transaction INTEGER NOT NULL,
       run_on VARCHAR(40),
       direction VARCHAR(4) NOT NULL,
       done INTEGER NOT NULL,
       total INTEGER NOT NULL,
       intent INTEGER,
       started_at VARCHAR(40) NOT NULL,
       finished_at VARCHAR(40),
       duration_ms BIGINT,
       error TEXT,
       tool VARCHAR(40) NOT NULL,
       format INTEGER NOT NULL
)";

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
    /// What wrote the entry: `manage 0.1.0`.
    pub tool: String,
}

impl Entry {
    /// Whether it stopped on its way, as far as the entry knows.
    pub fn is_half_done(&self) -> bool {
        self.finished_at.is_none()
    }
}

/// Every entry that there is, stale or not. No table is no entries, and a row that cannot be read is none.
pub(super) fn read(target: &mut dyn Target) -> Result<BTreeMap<Version, Entry>, SqlError> {
    if !target.has_table(TABLE)? {
        return Ok(BTreeMap::new());
    }
    let rows = target.query(&format!("SELECT {COLUMNS} FROM {TABLE}"))?;
    Ok(rows.into_iter().filter_map(entry).map(|entry| (entry.version.clone(), entry)).collect())
}

fn entry(row: Vec<Option<String>>) -> Option<Entry> {
    let mut values = row.into_iter();
    let mut next = || values.next().flatten();
    let mut entry = Entry {
        version: Version::new(&next()?),
        name: next()?,
        variant: next(),
        checksum: next()?,
        down: next(),
        in_transaction: next()? != "0",
        run_on: next(),
        direction: if next()? == "down" { Direction::Down } else { Direction::Up },
        done: next()?.parse().ok()?,
        total: next()?.parse().ok()?,
        intent: next().and_then(|text| text.parse().ok()),
        started_at: next()?,
        finished_at: next(),
        duration_ms: next().and_then(|text| text.parse().ok()),
        error: next(),
        tool: next()?,
        rust: false,
    };
    entry.rust = next()?.parse::<u32>().ok()? >= FORMAT_WITH_RUST;
    Some(entry)
}

/// Makes the table if there is none.
pub(super) fn create(target: &mut dyn Target) -> Result<(), SqlError> {
    target.execute(CREATE)
}

/// Writes an entry in place of what was there.
pub(super) fn write(target: &mut dyn Target, entry: &Entry) -> Result<(), SqlError> {
    remove(target, &entry.version)?;
    let dialect = target.dialect();
    let text = |value: &str| dialect.quote_text(value);
    let maybe = |value: Option<&str>| value.map_or_else(|| "NULL".to_owned(), |value| dialect.quote_text(value));
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
        text(TOOL),
        if entry.rust { FORMAT_WITH_RUST } else { FORMAT }.to_string(),
    ];
    target.execute(&format!("INSERT INTO {TABLE} ({COLUMNS}) VALUES ({})", values.join(", ")))
}

/// Forgets a version.
pub(super) fn remove(target: &mut dyn Target, version: &Version) -> Result<(), SqlError> {
    let literal = target.dialect().quote_text(version.as_str());
    target.execute(&format!("DELETE FROM {TABLE} WHERE version = {literal}"))
}
