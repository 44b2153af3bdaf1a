//! The servers' own command lines, which know nothing of ours.

use std::io::Write;
use std::process::{Command, Stdio};

use super::{Kind, Role, Server};

impl Server {
    /// Runs SQL with `psql` or `mariadb`: the rows as lines, the columns apart by tabs. Else what the client said.
    pub(crate) fn try_sql(&self, role: Role, database: &str, sql: &str) -> Result<String, String> {
        let mut command = match self.kind {
            Kind::Postgres => {
                let mut command = Command::new(self.program("psql"));
                command.args(["-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-f", "-"]);
                command.args(["-d", &self.url(role, database)]).env("PGCLIENTENCODING", "UTF8");
                command.env("PGOPTIONS", "-c client_min_messages=warning");
                command
            }
            Kind::Mysql => {
                let mut command = Command::new("mariadb");
                self.address_mysql(&mut command, role);
                command.args(["-N", "-B", "-r", database]);
                command
            }
        };
        feed(&mut command, sql)
    }

    /// The client as somebody calls it who has a script to run.
    pub(super) fn plain_client(&self, role: Role, database: &str) -> Command {
        match self.kind {
            Kind::Postgres => {
                let mut command = Command::new(self.program("psql"));
                command.args(["-X", "-d", &self.url(role, database), "-f", "-"]);
                command
            }
            Kind::Mysql => {
                let mut command = Command::new("mysql");
                self.address_mysql(&mut command, role);
                command.args(["--comments", database]);
                command
            }
        }
    }

    /// What a client of MariaDB is told, which takes no URL. Without TLS, so that a line can be cut at what passes.
    pub(super) fn address_mysql(&self, command: &mut Command, role: Role) {
        command.args([
            "--no-defaults",
            "--skip-ssl",
            "--default-character-set=utf8mb4",
            "-h",
            &self.host,
            "-P",
            &self.port.to_string(),
        ]);
        command.args(["-u", role.name(self.kind)]).env("MYSQL_PWD", role.password(self.kind));
    }
}

/// Runs a program with this text as its input.
pub(super) fn feed(command: &mut Command, input: &str) -> Result<String, String> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let mut stdin = child.stdin.take().expect("its stdin");
    let input = input.to_owned();
    // It may end before it has read everything.
    let writer = std::thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
    let output = child.wait_with_output().expect("a program that ends");
    writer.join().expect("no panic");
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}
