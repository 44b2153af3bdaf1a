use std::collections::BTreeSet;
use std::time::Duration;

use diesel::Connection;
use diesel::connection::TransactionManager;
use diesel::result::Error as DieselError;

use super::error::of_diesel;
use super::link::PgConnection;
use super::session::{BASE, PostgresSession, base};
use super::shareable::can_share;
use crate::database::session::{Session, SqlError};
use crate::database::shape::Shape;
use crate::database::target::{AnyConnection, LockAttempt, Reach, Remains, Target, Violation};
use crate::error::Result;
use crate::lock::Holder;
use crate::sql::Statement;

/// What Diesel knows of transactions.
type Manager = <PgConnection as Connection>::TransactionManager;

/// How many transactions, one in the other, are taken back at most.
const MOST_NESTED: usize = 1000;

impl Target for PostgresSession {
    fn label(&self) -> String {
        self.label.clone()
    }

    fn connection(&mut self) -> AnyConnection<'_> {
        const KIND: &str = "diesel_manage::PgConnection";
        // One that is lost is nobody's: who asks for it is told that it is another.
        match self.link.diesel() {
            Ok(connection) => AnyConnection { connection, kind: KIND },
            Err(_) => AnyConnection { connection: &mut self.locked, kind: "lost" },
        }
    }

    fn begin(&mut self) -> Result<(), SqlError> {
        if self.base.is_some() {
            return self.link.execute("BEGIN");
        }
        let rows = self.link.query_after("BEGIN;\n", BASE)?;
        self.base = Some(base(rows));
        Ok(())
    }

    fn begin_shared(&mut self) -> Result<(), SqlError> {
        self.note_base()?;
        Manager::begin_transaction(self.link.diesel()?).map_err(of_diesel)?;
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

    fn gather(&mut self) -> Result<bool, SqlError> {
        let deferrable = self.link.query("SELECT 1 FROM pg_catalog.pg_constraint WHERE condeferrable LIMIT 1")?;
        self.deferring = !deferrable.is_empty();
        self.restless = false;
        self.gathered = Some(String::new());
        Ok(true)
    }

    fn flush(&mut self) -> Result<(), SqlError> {
        self.send()
    }

    fn passed_over(&mut self, name: &str) -> Result<Option<[String; 2]>, SqlError> {
        let name = self.dialect().quote_text_anywhere(name);
        let rows = self.query(&format!(
            "SELECT n.nspname, pg_catalog.current_setting('search_path') FROM pg_catalog.pg_class c \
             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = {name} \
             AND c.relkind IN ('r', 'p', 'v') AND c.relpersistence <> 't' AND NOT EXISTS (SELECT 1 FROM \
             pg_catalog.pg_settings s WHERE s.name = 'search_path' AND s.source IN ('client', 'session')) \
             ORDER BY n.nspname LIMIT 1"
        ))?;
        let found = rows.into_iter().next().map(|row| row.into_iter().map(Option::unwrap_or_default).collect());
        Ok(found.and_then(|row: Vec<String>| row.try_into().ok()))
    }

    fn has_several_places(&self) -> bool {
        true
    }

    fn wait_at_most(&mut self, timeout: Duration) -> Result<(), SqlError> {
        // 0 is for ever there.
        let milliseconds = i32::try_from(timeout.as_millis()).unwrap_or(i32::MAX).max(1);
        if self.patient {
            return Ok(());
        }
        // The role, the database or the address may say how long.
        self.query(&format!(
            "SELECT pg_catalog.set_config('lock_timeout', '{milliseconds}', false) \
             WHERE pg_catalog.current_setting('lock_timeout') = '0'"
        ))
        .map(drop)
    }

    fn commit(&mut self) -> Result<(), SqlError> {
        let flushed = self.send();
        self.gathered = None;
        flushed?;
        if self.arranged.is_none() {
            self.base = None;
        }
        if self.shared {
            Manager::commit_transaction(self.link.diesel()?).map_err(of_diesel)?;
            self.shared = false;
            return Ok(());
        }
        self.link.execute("COMMIT")
    }

    fn roll_back(&mut self) {
        self.gathered = None;
        if self.arranged.is_none() {
            self.base = None;
        }
        if std::mem::take(&mut self.shared)
            && let Ok(connection) = self.link.diesel()
        {
            let done = |error: &DieselError| {
                matches!(error, DieselError::NotInTransaction | DieselError::BrokenTransactionManager)
            };
            // From the inside to the outside: Rust that failed may have left some open. No chain is without an end.
            for _ in 0..MOST_NESTED {
                if Manager::rollback_transaction(connection).is_err_and(|error| done(&error)) {
                    break;
                }
            }
        }
        // A session that cannot be spoken to has rolled back by itself.
        let _ = self.link.execute("ROLLBACK");
    }

    fn settle(&mut self) -> Result<(), SqlError> {
        // Without a constraint that may be put off there is nothing to check.
        if self.deferring || self.gathered.is_none() {
            self.execute("SET CONSTRAINTS ALL IMMEDIATE")?;
        }
        if self.deferring {
            // There is no statement that brings back what each constraint is from the start.
            self.execute(
                "DO $$ DECLARE names text; BEGIN SELECT pg_catalog.string_agg(DISTINCT pg_catalog.format('%I.%I', \
                 n.nspname, k.conname), ', ') INTO names FROM pg_catalog.pg_constraint k \
                 JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace WHERE k.condeferred; \
                 IF names IS NOT NULL THEN EXECUTE 'SET CONSTRAINTS ' || names || ' DEFERRED'; END IF; END $$",
            )?;
        }
        Ok(())
    }

    fn has_table(&mut self, name: &str) -> Result<bool, SqlError> {
        Ok(!self.query(&format!("SELECT 1 FROM pg_catalog.pg_class c WHERE {}", self.is(name)))?.is_empty())
    }

    fn shape(&mut self, name: &str) -> Result<Option<Shape>, SqlError> {
        let rows = self.query(&format!(
            "SELECT c.relkind, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod) FROM pg_catalog.pg_class c \
             LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
             WHERE {} ORDER BY a.attnum",
            self.is(name)
        ))?;
        let mut shape: Option<Shape> = None;
        for row in rows {
            let mut values = row.into_iter();
            let kind = values.next().flatten();
            let shape = shape.get_or_insert_default();
            shape.is_view = matches!(kind.as_deref(), Some("v" | "m"));
            if let Some(column) = values.next().flatten() {
                shape.columns.push((column, values.next().flatten().unwrap_or_default()));
            }
        }
        Ok(shape)
    }

    /// PostgreSQL checks foreign keys by itself, the deferred ones at the latest when they are settled.
    fn violations(&mut self) -> Result<BTreeSet<Violation>, SqlError> {
        Ok(BTreeSet::new())
    }

    fn reach(&mut self, _statements: &[Statement]) -> Result<Reach, SqlError> {
        Ok(Reach::Tables(BTreeSet::new()))
    }

    fn can_share(&mut self, statements: &[Statement]) -> Result<bool, SqlError> {
        Ok(can_share(statements) && !self.is_doubtful(statements))
    }

    fn remains(&mut self, statement: &Statement) -> Result<Remains, SqlError> {
        self.remains_of(statement)
    }

    fn try_lock(&mut self, holder: &Holder) -> Result<LockAttempt> {
        self.lock_attempt(holder)
    }

    fn holds_lock(&mut self) -> bool {
        self.has_lock()
    }

    fn check_place(&mut self) -> Result<()> {
        self.answers()
    }

    fn unlock(&mut self) {
        self.give_back();
    }
}

impl PostgresSession {
    /// The condition that a row of `pg_class` is the table or view that the name leads to.
    fn is(&self, name: &str) -> String {
        let name = self.dialect().quote_text_anywhere(&self.dialect().quote(name));
        format!("c.oid = pg_catalog.to_regclass({name}) AND c.relkind IN ('r', 'p', 'f', 'v', 'm')")
    }
}
