use std::collections::BTreeSet;
use std::time::Duration;

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::result::Error as DieselError;
use diesel::sqlite::SqliteConnection;

use super::foreign_keys;
use super::session::{SqliteSession, sql_error};
use crate::database::session::{Session, SqlError};
use crate::database::target::{AnyConnection, LockAttempt, Reach, Target, Violation};
use crate::error::Result;
use crate::lock::{Attempt, Holder, LockFile};
use crate::sql::{Statement, stream};

impl Target for SqliteSession {
    fn label(&self) -> String {
        self.name()
    }

    fn connection(&mut self) -> AnyConnection<'_> {
        let connection: &mut SqliteConnection = SqliteSession::connection(self);
        AnyConnection { connection, kind: "diesel::sqlite::SqliteConnection" }
    }

    /// IMMEDIATE, since a deferred one that reads first is refused without waiting when it comes to write.
    fn begin(&mut self) -> Result<(), SqlError> {
        self.execute("BEGIN IMMEDIATE")
    }

    fn begin_shared(&mut self) -> Result<(), SqlError> {
        // Rust may do anything on the connection.
        self.keys.forget();
        let connection = SqliteSession::connection(self);
        AnsiTransactionManager::begin_transaction_sql(connection, "BEGIN IMMEDIATE").map_err(diesel_error)?;
        self.shared = true;
        Ok(())
    }

    /// A migration that says `PRAGMA foreign_keys = OFF` means it, and inside a transaction it would be ignored: what
    /// it drops to make it anew would take the rows of other tables along.
    fn begin_for(&mut self, statements: &[Statement], shared: bool) -> Result<(), SqlError> {
        if statements.iter().any(|statement| switches_keys_off(&statement.text)) {
            let on = self.query("PRAGMA foreign_keys")?.concat() == [Some("1".to_owned())];
            self.execute("PRAGMA foreign_keys = OFF")?;
            self.keys_off = on;
        }
        let begun = if shared { self.begin_shared() } else { self.begin() };
        if begun.is_err() {
            self.switch_keys_on();
        }
        begun
    }

    fn wait_at_most(&mut self, timeout: Duration) -> Result<(), SqlError> {
        self.set_busy_timeout(timeout)
    }

    fn commit(&mut self) -> Result<(), SqlError> {
        if self.shared {
            AnsiTransactionManager::commit_transaction(SqliteSession::connection(self)).map_err(diesel_error)?;
            self.shared = false;
        } else {
            self.execute("COMMIT")?;
        }
        self.switch_keys_on();
        Ok(())
    }

    fn roll_back(&mut self) {
        self.keys.forget();
        if std::mem::take(&mut self.shared) {
            // Some errors end a transaction, and Diesel gives up a connection that it cannot roll back: it gets one.
            let _ = self.execute("BEGIN");
            let connection = SqliteSession::connection(self);
            let done = |error: &DieselError| {
                matches!(error, DieselError::NotInTransaction | DieselError::BrokenTransactionManager)
            };
            // From the inside to the outside: Rust that failed may have left some open.
            while !AnsiTransactionManager::rollback_transaction(connection).is_err_and(|error| done(&error)) {}
        }
        // Fails when there is no transaction: some errors end it.
        let _ = self.execute("ROLLBACK");
        self.switch_keys_on();
    }

    fn settle(&mut self) -> Result<(), SqlError> {
        self.execute("PRAGMA defer_foreign_keys = OFF")
    }

    fn has_table(&mut self, name: &str) -> Result<bool, SqlError> {
        // Looked up in memory: a query of `sqlite_schema` would go through all of it.
        let name = self.dialect().quote_text(name);
        Ok(!self.query(&format!("PRAGMA main.table_info({name})"))?.is_empty())
    }

    fn violations(&mut self) -> Result<BTreeSet<Violation>, SqlError> {
        if let Ok(rows) = self.query("PRAGMA foreign_key_check") {
            return Ok(rows.into_iter().filter_map(violation).collect());
        }
        // A key to columns that are not unique makes the check of the whole fail: ask table by table.
        let mut found = BTreeSet::new();
        let tables = self.query("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND rootpage > 0")?;
        for table in tables.into_iter().filter_map(|row| row.into_iter().next().flatten()) {
            self.add_violations_of(&table, &mut found);
        }
        Ok(found)
    }

    fn reach(&mut self, statements: &[Statement]) -> Result<Reach, SqlError> {
        foreign_keys::reach(self, statements)
    }

    fn violations_in(&mut self, reach: &Reach) -> Result<BTreeSet<Violation>, SqlError> {
        match reach {
            Reach::Everything => self.violations(),
            Reach::Tables(tables) => {
                let mut found = BTreeSet::new();
                for table in foreign_keys::in_reach(self, tables)? {
                    self.add_violations_of(&table, &mut found);
                }
                Ok(found)
            }
        }
    }

    fn can_share(&self, statements: &[Statement]) -> bool {
        !statements.iter().any(|statement| switches_keys_off(&statement.text))
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
    fn add_violations_of(&mut self, table: &str, found: &mut BTreeSet<Violation>) {
        match self.query(&format!("PRAGMA main.foreign_key_check({})", self.dialect().quote_text(table))) {
            Ok(rows) => found.extend(rows.into_iter().filter_map(violation)),
            Err(error) => {
                let own = foreign_keys::own_name(self, table);
                found.insert(Violation(format!("foreign keys of {own} mean nothing: {error}")));
            }
        }
    }

    fn switch_keys_on(&mut self) {
        if std::mem::take(&mut self.keys_off) {
            // Cannot fail outside a transaction.
            let _ = self.execute("PRAGMA foreign_keys = ON");
        }
    }
}

fn diesel_error(error: DieselError) -> SqlError {
    match error {
        DieselError::RollbackErrorOnCommit { commit_error, .. } => sql_error(commit_error.to_string()),
        error => sql_error(error.to_string()),
    }
}

/// Whether the statement is `PRAGMA foreign_keys = OFF`, in any of its spellings.
fn switches_keys_off(statement: &str) -> bool {
    let words: Vec<&str> =
        stream(statement).filter(|token| !token.is_blank()).map(|token| token.text).take(4).collect();
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
