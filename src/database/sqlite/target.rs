use std::collections::BTreeSet;
use std::time::Duration;

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::result::Error as DieselError;
use diesel::sqlite::SqliteConnection;

use super::foreign_keys;
use super::identity::has_other_names;
use super::keys::Keys;
use super::session::{SqliteSession, sql_error};
use crate::database::plan::Pragma;
use crate::database::session::{Session, SqlError, SqlErrorKind};
use crate::database::shape::Shape;
use crate::database::target::{AnyConnection, LockAttempt, Reach, Target, Violation};
use crate::error::{Error, Result};
use crate::lock::{Attempt, Holder, LockFile};
use crate::sql::{Statement, words};

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

    fn begin_for(&mut self, statements: &[Statement], shared: bool) -> Result<(), SqlError> {
        self.arrange_for(statements)?;
        let begun = if shared { self.begin_shared() } else { self.begin() };
        if begun.is_err() {
            self.put_back();
        }
        begun
    }

    fn way_back(&mut self, statements: &[Statement]) -> Result<Vec<String>, SqlError> {
        let mut back = Vec::new();
        for statement in statements {
            let words = words(&statement.text);
            if let Some(Pragma::Connection(name)) = Pragma::of(&statement.text) {
                let value = self.query(&format!("PRAGMA {name}"))?.concat().into_iter().next().flatten();
                back.extend(value.map(|value| format!("PRAGMA {name} = {value}")));
            } else if words.first().is_some_and(|first| first.is_word("attach")) {
                // Fails where the file detaches it by itself.
                back.extend(words.last().map(|name| format!("DETACH {}", name.text)));
            }
        }
        Ok(back)
    }

    fn wait_at_most(&mut self, timeout: Duration) -> Result<(), SqlError> {
        self.set_busy_timeout(timeout)
    }

    fn commit(&mut self) -> Result<(), SqlError> {
        if self.shared {
            let committed = AnsiTransactionManager::commit_transaction(SqliteSession::connection(self));
            committed.map_err(|error| self.placed(diesel_error(error)))?;
            self.shared = false;
        } else {
            self.execute("COMMIT")?;
        }
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
    }

    fn settle(&mut self) -> Result<(), SqlError> {
        self.execute("PRAGMA defer_foreign_keys = OFF")
    }

    fn has_table(&mut self, name: &str) -> Result<bool, SqlError> {
        // Looked up in memory: a query of `sqlite_schema` would go through all of it.
        let name = self.dialect().quote_text(name);
        Ok(!self.query(&format!("PRAGMA main.table_info({name})"))?.is_empty())
    }

    fn shape(&mut self, name: &str) -> Result<Option<Shape>, SqlError> {
        let name = self.dialect().quote_text(name);
        let rows = self.query(&format!(
            "SELECT found.type, own.name, own.type FROM main.sqlite_schema AS found \
             LEFT JOIN pragma_table_xinfo(found.name) AS own \
             WHERE found.name = {name} COLLATE NOCASE AND found.type IN ('table', 'view')"
        ))?;
        let mut shape: Option<Shape> = None;
        for row in rows {
            let mut values = row.into_iter();
            let kind = values.next().flatten();
            let shape = shape.get_or_insert_default();
            shape.is_view = kind.as_deref() == Some("view");
            if let Some(column) = values.next().flatten() {
                shape.columns.push((column, values.next().flatten().unwrap_or_default()));
            }
        }
        Ok(shape)
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

    /// There is no lock table, and each commit waits for the disk several times.
    fn most_on_fresh(&self) -> usize {
        500
    }

    fn can_share(&mut self, statements: &[Statement]) -> Result<bool, SqlError> {
        Ok(!Keys::of(statements).must_be_off(self)?)
    }

    fn try_lock(&mut self, holder: &Holder) -> Result<LockAttempt> {
        let Some(path) = self.path() else { return Ok(LockAttempt::Held) };
        if self.lock.is_some() {
            return Ok(LockAttempt::Held);
        }
        match LockFile::attempt(path, holder)? {
            Attempt::Held(lock) => {
                self.lock = Some(lock);
                self.make_room();
                Ok(LockAttempt::Held)
            }
            Attempt::Busy(holder) => Ok(LockAttempt::Busy(holder)),
        }
    }

    fn holds_lock(&mut self) -> bool {
        self.path().is_none() || self.lock.as_ref().is_some_and(LockFile::is_ours)
    }

    fn check_place(&mut self) -> Result<()> {
        if !self.is_moved() {
            return Ok(());
        }
        let hint = SqlErrorKind::Moved.hint().unwrap_or_default();
        Err(Error::failure(format!("the database `{}` is not the file any more that was opened", self.name()))
            .hint(hint))
    }

    fn caution(&self) -> Option<String> {
        self.path().is_some_and(has_other_names).then(|| {
            format!(
                "`{}` is a file of several names (hard links): SQLite and `manage` cannot keep those apart who use \
                 different ones, and a crash can damage it",
                self.name()
            )
        })
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
}

fn diesel_error(error: DieselError) -> SqlError {
    match error {
        DieselError::RollbackErrorOnCommit { commit_error, .. } => sql_error(commit_error.to_string()),
        error => sql_error(error.to_string()),
    }
}

/// A row of `PRAGMA foreign_key_check` in words.
fn violation(row: Vec<Option<String>>) -> Option<Violation> {
    let [Some(table), row, Some(parent), _] = <[_; 4]>::try_from(row).ok()? else { return None };
    let which = row.map_or_else(|| "a row".to_owned(), |row| format!("row {row}"));
    Some(Violation(format!("{which} of {table} refers to a row of {parent} that is not there")))
}
