use std::collections::BTreeSet;
use std::time::Duration;

use super::lock_file::{Attempt, LockFile};
use super::session::SqliteSession;
use crate::database::holder::Holder;
use crate::database::session::{Session, SqlError};
use crate::database::target::{LockAttempt, Target, Violation};
use crate::error::Result;
use crate::sql::{Statement, tokens};

impl Target for SqliteSession {
    fn label(&self) -> String {
        self.name()
    }

    /// IMMEDIATE, since a deferred one that reads first is refused without waiting when it comes to write.
    fn begin(&mut self) -> Result<(), SqlError> {
        self.execute("BEGIN IMMEDIATE")
    }

    /// A migration that says `PRAGMA foreign_keys = OFF` means it, and inside a transaction it would be ignored: what
    /// it drops to make it anew would take the rows of other tables along.
    fn begin_for(&mut self, statements: &[Statement]) -> Result<(), SqlError> {
        if statements.iter().any(|statement| switches_keys_off(&statement.text)) {
            let on = self.query("PRAGMA foreign_keys")?.concat() == [Some("1".to_owned())];
            self.execute("PRAGMA foreign_keys = OFF")?;
            self.keys_off = on;
        }
        let begun = self.begin();
        if begun.is_err() {
            self.switch_keys_on();
        }
        begun
    }

    fn wait_at_most(&mut self, timeout: Duration) -> Result<(), SqlError> {
        self.set_busy_timeout(timeout)
    }

    fn commit(&mut self) -> Result<(), SqlError> {
        self.execute("COMMIT")?;
        self.switch_keys_on();
        Ok(())
    }

    fn roll_back(&mut self) {
        // Fails when there is no transaction: some errors end it.
        let _ = self.execute("ROLLBACK");
        self.switch_keys_on();
    }

    fn settle(&mut self) -> Result<(), SqlError> {
        self.execute("PRAGMA defer_foreign_keys = OFF")
    }

    fn has_table(&mut self, name: &str) -> Result<bool, SqlError> {
        let name = self.dialect().quote_text(name);
        let rows = self.query(&format!("SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = {name}"))?;
        Ok(!rows.is_empty())
    }

    fn violations(&mut self) -> Result<BTreeSet<Violation>, SqlError> {
        if let Ok(rows) = self.query("PRAGMA foreign_key_check") {
            return Ok(rows.into_iter().filter_map(violation).collect());
        }
        // A key to columns that are not unique makes the check of the whole fail: ask table by table.
        let mut found = BTreeSet::new();
        let tables = self.query("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND rootpage > 0")?;
        for table in tables.into_iter().filter_map(|row| row.into_iter().next().flatten()) {
            match self.query(&format!("PRAGMA main.foreign_key_check({})", self.dialect().quote_text(&table))) {
                Ok(rows) => found.extend(rows.into_iter().filter_map(violation)),
                Err(error) => drop(found.insert(Violation(format!("foreign keys of {table} mean nothing: {error}")))),
            }
        }
        Ok(found)
    }

    fn try_lock(&mut self, holder: &Holder) -> Result<LockAttempt> {
        let Some(path) = self.path() else { return Ok(LockAttempt::Held) };
        if self.lock.is_some() {
            return Ok(LockAttempt::Held);
        }
        match LockFile::attempt(path, holder)? {
            Attempt::Held(lock) => {
                self.lock = Some(lock);
                Ok(LockAttempt::Held)
            }
            Attempt::Busy(holder) => Ok(LockAttempt::Busy(holder)),
        }
    }

    fn holds_lock(&mut self) -> bool {
        self.path().is_none() || self.lock.as_ref().is_some_and(LockFile::is_ours)
    }

    fn unlock(&mut self) {
        self.lock = None;
    }
}

impl SqliteSession {
    fn switch_keys_on(&mut self) {
        if std::mem::take(&mut self.keys_off) {
            // Cannot fail outside a transaction.
            let _ = self.execute("PRAGMA foreign_keys = ON");
        }
    }
}

/// Whether the statement is `PRAGMA foreign_keys = OFF`, in any of its spellings.
fn switches_keys_off(statement: &str) -> bool {
    let all = tokens(statement);
    let words: Vec<&str> = all.iter().filter(|token| !token.is_blank()).map(|token| token.text).collect();
    let [pragma, name, _, value, ..] = words.as_slice() else { return false };
    let value = value.trim_matches(['\'', '"']).to_lowercase();
    pragma.eq_ignore_ascii_case("pragma")
        && name.eq_ignore_ascii_case("foreign_keys")
        && ["off", "0", "false", "no"].contains(&value.as_str())
}

/// A row of `PRAGMA foreign_key_check` in words.
fn violation(row: Vec<Option<String>>) -> Option<Violation> {
    let [Some(table), row, Some(parent), _] = <[_; 4]>::try_from(row).ok()? else { return None };
    let which = row.map_or_else(|| "a row".to_owned(), |row| format!("row {row}"));
    Some(Violation(format!("{which} of {table} refers to a row of {parent} that is not there")))
}
