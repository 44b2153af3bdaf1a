//! A session of the tests' own on MariaDB that stays open, to be in the way of others.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::{Database, Role};

/// What ends an answer.
const END: &str = "--- that was all ---";

/// `mariadb` with its input open; the session ends when this is dropped.
pub(crate) struct Talk {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Talk {
    /// Connects to a database of MariaDB.
    pub(crate) fn with(database: &Database, role: Role) -> Self {
        let mut command = Command::new("mariadb");
        database.server.address_mysql(&mut command, role);
        command.args(["-N", "-B", "-r", "-n", &database.name]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the client of MariaDB");
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().expect("its output"));
        Self { child, input, output }
    }

    /// What the server answers.
    pub(crate) fn ask(&mut self, sql: &str) -> String {
        let input = self.input.as_mut().expect("it is open");
        writeln!(input, "{sql}; SELECT '{END}';").expect("a client that listens");
        input.flush().expect("a client that listens");
        let mut answer = String::new();
        loop {
            let mut line = String::new();
            assert_ne!(self.output.read_line(&mut line).expect("its output"), 0, "{sql}: it has ended\n{answer}");
            if line.trim_end() == END {
                return answer;
            }
            answer.push_str(&line);
        }
    }
}

impl Drop for Talk {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.child.wait();
    }
}
