//! A session that stays open beside what is tested: it holds locks until it is let go.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::{Database, Role};

/// `psql` that waits for more to do.
pub(crate) struct Held {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
}

impl Held {
    /// Runs SQL in a session of the role on PostgreSQL, and keeps it open.
    #[track_caller]
    pub(crate) fn by(database: &Database, role: Role, sql: &str) -> Self {
        let mut command = Command::new("psql");
        command.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", &database.url_as(role)]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("psql");
        let stdin = child.stdin.take();
        let stdout = BufReader::new(child.stdout.take().expect("its stdout"));
        let mut held = Self { child, stdin, stdout };
        held.does(sql);
        held
    }

    /// Holds an advisory lock, which statements of migrations wait for: they are in the middle until it is let go.
    #[track_caller]
    pub(crate) fn gate(database: &Database) -> Self {
        Self::by(database, Role::Creator, &format!("SELECT pg_advisory_lock({GATE})"))
    }

    /// Runs more, and waits until it is done.
    #[track_caller]
    pub(crate) fn does(&mut self, sql: &str) {
        let stdin = self.stdin.as_mut().expect("an open session");
        writeln!(stdin, "{sql};\n\\echo done").expect("psql listens");
        let mut line = String::new();
        while line.trim() != "done" {
            line.clear();
            assert_ne!(self.stdout.read_line(&mut line).expect("text"), 0, "psql ended at: {sql}");
        }
    }
}

/// The number of the lock of [`Held::gate`].
const GATE: u32 = 4242;

/// A statement for migrations that is done when nobody holds the gate.
pub(crate) const PASS: &str = "SELECT pg_advisory_lock(4242), pg_advisory_unlock(4242)";

impl Drop for Held {
    fn drop(&mut self) {
        drop(self.stdin.take());
        let _ = self.child.wait();
    }
}

impl Database {
    /// How many sessions wait for the gate just now.
    pub(crate) fn at_the_gate(&self) -> usize {
        let waiting = self.sql_as(
            Role::Admin,
            &format!("SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE d.datname = current_database() AND locktype = 'advisory' AND objid = {GATE} AND NOT granted"),
        );
        waiting.trim().parse().expect("a number")
    }

    /// How many sessions of `manage` the server has in it, their own names included.
    pub(crate) fn sessions(&self) -> String {
        self.sql_as(
            Role::Admin,
            "SELECT application_name FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'manage%' ORDER BY 1",
        )
    }
}
