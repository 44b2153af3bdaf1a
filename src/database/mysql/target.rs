use std::collections::BTreeSet;
use std::time::Duration;

use diesel::connection::{Connection, TransactionManager};

use super::error::of_diesel;
use super::home::leads_away;
use super::link::MysqlConnection;
use super::session::MysqlSession;
use crate::database::session::{Session, SqlError, SqlErrorKind};
use crate::database::shape::Shape;
use crate::database::target::{AnyConnection, LockAttempt, Target, Violation};
use crate::error::Result;
use crate::lock::Holder;
use crate::sql::Statement;

/// The type of Diesel's connection, as a program would write it.
const KIND: &str = "diesel_manage::database::mysql::MysqlConnection";

type Manager = <MysqlConnection as Connection>::TransactionManager;

impl Target for MysqlSession {
    fn label(&self) -> String {
        self.label.clone()
    }

    fn connection(&mut self) -> AnyConnection<'_> {
        // Where that fails the session is lost, and the next statement says so.
        let _ = self.send_waiting();
        match self.link.diesel() {
            Ok(connection) => AnyConnection { connection, kind: KIND },
            // The session is lost: the next statement says so.
            Err(_) => AnyConnection { connection: &mut self.nothing, kind: KIND },
        }
    }

    fn begin(&mut self) -> Result<(), SqlError> {
        self.execute_by_commit("START TRANSACTION".to_owned())
    }

    fn execute_by_commit(&mut self, statement: String) -> Result<(), SqlError> {
        self.waiting.push(statement);
        Ok(())
    }

    fn begin_shared(&mut self) -> Result<(), SqlError> {
        // Rust may do anything on the connection.
        self.wandered = true;
        self.send_waiting()?;
        Manager::begin_transaction(self.link.diesel()?).map_err(of_diesel)?;
        self.shared = true;
        Ok(())
    }

    fn begin_for(&mut self, statements: &[Statement], shared: bool) -> Result<(), SqlError> {
        self.arrange_for(statements)?;
        if shared { self.begin_shared() } else { self.begin() }
    }

    fn way_back(&mut self, statements: &[Statement]) -> Result<Vec<String>, SqlError> {
        self.read_alike(statements)?;
        if statements.iter().any(leads_away) { self.where_it_is() } else { Ok(Vec::new()) }
    }

    fn come_home(&mut self) -> Result<Vec<String>, SqlError> {
        self.go_home()
    }

    fn has_run(&mut self, statement: &Statement) -> Result<Option<bool>, SqlError> {
        super::ran::has_run(self, statement)
    }

    fn wait_at_most(&mut self, timeout: Duration) -> Result<(), SqlError> {
        // The settings have said it.
        if self.lock_timeout.is_some() {
            return Ok(());
        }
        let seconds = timeout.as_secs().clamp(1, 31_536_000);
        self.link.execute(&format!("SET SESSION lock_wait_timeout = {seconds}, innodb_lock_wait_timeout = {seconds}"))
    }

    fn commit(&mut self) -> Result<(), SqlError> {
        if self.shared {
            self.send_waiting()?;
            Manager::commit_transaction(self.link.diesel()?).map_err(of_diesel)?;
            self.shared = false;
            return Ok(());
        }
        self.waiting.push("COMMIT".to_owned());
        self.send_waiting()
    }

    fn roll_back(&mut self) {
        self.waiting.clear();
        if std::mem::take(&mut self.shared)
            && let Ok(connection) = self.link.diesel()
        {
            // From the inside to the outside: Rust that failed may have left some open. What it closed itself fails.
            while Manager::rollback_transaction(connection).is_ok() {}
        }
        // Both fail when the connection is gone, and everything open with it.
        let _ = self.execute("ROLLBACK");
        let _ = self.execute("UNLOCK TABLES");
    }

    /// Nothing is ever deferred.
    fn settle(&mut self) -> Result<(), SqlError> {
        Ok(())
    }

    fn has_table(&mut self, name: &str) -> Result<bool, SqlError> {
        let (database, name) = (self.quoted(&self.database), self.quoted(name));
        let query =
            format!("SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = {database} AND TABLE_NAME = {name}");
        Ok(self.value(&query)?.is_some())
    }

    /// The catalog hides what this role may not read, as if it were not there.
    fn passed_over(&mut self, name: &str) -> Result<Option<[String; 2]>, SqlError> {
        match self.query(&format!("SELECT 1 FROM {name} LIMIT 0")) {
            Err(error) if error.kind == SqlErrorKind::Denied => Err(error),
            _ => Ok(None),
        }
    }

    fn shape(&mut self, name: &str) -> Result<Option<Shape>, SqlError> {
        let (database, name) = (self.quoted(&self.database), self.quoted(name));
        let own = format!("TABLE_SCHEMA = {database} AND TABLE_NAME = {name}");
        let kind = self.value(&format!("SELECT TABLE_TYPE FROM information_schema.TABLES WHERE {own}"))?;
        let Some(kind) = kind else { return Ok(None) };
        let columns = self.query(&format!(
            "SELECT COLUMN_NAME, COLUMN_TYPE FROM information_schema.COLUMNS WHERE {own} ORDER BY ORDINAL_POSITION"
        ))?;
        let column = |row: Vec<Option<String>>| {
            let mut values = row.into_iter();
            Some((values.next().flatten()?, values.next().flatten().unwrap_or_default()))
        };
        let columns = columns.into_iter().filter_map(column).collect();
        Ok(Some(Shape { is_view: kind.contains("VIEW"), columns }))
    }

    fn violations(&mut self) -> Result<BTreeSet<Violation>, SqlError> {
        // The server lets none come about while it checks.
        let unchecked = self.unchecked_for_now || self.value("SELECT @@foreign_key_checks")?.as_deref() == Some("0");
        if unchecked { super::violations::all(self) } else { Ok(BTreeSet::new()) }
    }

    fn try_lock(&mut self, _holder: &Holder) -> Result<LockAttempt> {
        self.attempt_lock()
    }

    fn holds_lock(&mut self) -> bool {
        self.has_lock()
    }

    fn caution(&self) -> Option<String> {
        let strict = ["STRICT_TRANS_TABLES", "STRICT_ALL_TABLES", "TRADITIONAL"];
        let is_strict = self.home.sql_mode.split(',').any(|mode| strict.contains(&mode));
        (!is_strict).then(|| {
            format!(
                "`{}` is not in strict mode (sql_mode is '{}'): it cuts values that do not fit, without an error",
                self.label, self.home.sql_mode
            )
        })
    }

    fn unlock(&mut self) {
        if let Some(name) = self.lock.take() {
            self.release(&name);
        }
    }
}
