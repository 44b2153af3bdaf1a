//! A server that is stopped while a statement of a migration runs, started again, and gone on with: servers that are made
//! for the test alone.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::process::{Process, until};
use crate::project::Project;
use crate::servers::Kind;
use crate::together::add;

/// A server of the test's own, gone when it is dropped.
struct Own {
    kind: Kind,
    folder: tempfile::TempDir,
    port: u16,
}

impl Own {
    fn new(kind: Kind) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let port = TcpListener::bind("127.0.0.1:0").and_then(|own| own.local_addr()).expect("a port").port();
        let own = Self { kind, folder, port };
        own.shell(&format!(
            "chmod 755 {0} && mkdir {0}/run && chown -R {1} {0} 2>/dev/null || true",
            own.path(),
            own.account()
        ));
        let data = own.data();
        match kind {
            Kind::Postgres => own.server(&format!("{} -D {data} -U postgres -A trust --no-sync", own.program("initdb"))),
            Kind::Mysql => own.server(&format!(
                "mariadb-install-db --no-defaults --datadir={data} --auth-root-authentication-method=normal --skip-test-db"
            )),
        }
        own.start();
        own
    }

    fn path(&self) -> &str {
        self.folder.path().to_str().expect("a plain path")
    }

    fn data(&self) -> String {
        format!("{}/run/data", self.path())
    }

    fn socket(&self) -> String {
        format!("{}/run/s", self.path())
    }

    fn account(&self) -> &'static str {
        match self.kind {
            Kind::Postgres => "postgres",
            Kind::Mysql => "mysql",
        }
    }

    /// A program of PostgreSQL's server, which is in no PATH.
    fn program(&self, name: &str) -> String {
        let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
        let mut found: Vec<PathBuf> =
            versions.map(|own| own.path().join("bin").join(name)).filter(|own| own.exists()).collect();
        found.sort();
        found.pop().map_or_else(|| name.to_owned(), |path| path.display().to_string())
    }

    fn shell(&self, line: &str) -> String {
        let output = Command::new("sh").args(["-c", line]).stdin(Stdio::null()).output().expect("a shell");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{line}\n{error}\n{}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// As the server's account, which must not be root's.
    fn server(&self, line: &str) {
        let log = format!("{}/run/log", self.path());
        let account = self.account();
        self.shell(&format!(
            "if [ \"$(id -u)\" = 0 ]; then set -- runuser -u {account} --; else set --; fi; \"$@\" {line} >>{log} 2>&1 || {{ cat {log} >&2; exit 1; }}"
        ));
    }

    fn start(&self) {
        let (data, socket, port) = (self.data(), self.socket(), self.port);
        match self.kind {
            Kind::Postgres => self.server(&format!(
                "{} -D {data} -s -w -t 60 -o \"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off\" start",
                self.program("pg_ctl")
            )),
            Kind::Mysql => {
                self.server(&format!(
                    "sh -c 'mariadbd --no-defaults --datadir={data} --socket={socket} --pid-file={data}/pid --skip-networking >>{data}/../out 2>&1 &'"
                ));
                until("it answers", || self.ask("SELECT 1").is_some());
            }
        }
    }

    fn stop(&self) {
        match self.kind {
            Kind::Postgres => {
                self.server(&format!("{} -D {} -s -w -m immediate stop", self.program("pg_ctl"), self.data()));
            }
            Kind::Mysql => {
                let pid = format!("{}/pid", self.data());
                self.shell(&format!("kill -TERM $(cat {pid})"));
                until("it is gone", || !Path::new(&pid).exists());
            }
        }
    }

    /// The answer, if there is one.
    fn ask(&self, sql: &str) -> Option<String> {
        let mut client = match self.kind {
            Kind::Postgres => Command::new("psql"),
            Kind::Mysql => Command::new("mariadb"),
        };
        match self.kind {
            Kind::Postgres => client.args(["-qAt", &self.url(), "-c", sql]),
            Kind::Mysql => client.args(["--no-defaults", "-uroot", "-N", "-S", &self.socket(), "-e", sql]),
        };
        let output = client.stdin(Stdio::null()).output().expect("a client");
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn url(&self) -> String {
        match self.kind {
            Kind::Postgres => format!("postgres://postgres@127.0.0.1:{}/postgres", self.port),
            Kind::Mysql => format!("mysql://root@localhost/own?unix_socket={}", self.socket()),
        }
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        if !std::thread::panicking() || self.ask("SELECT 1").is_some() {
            self.stop();
        }
    }
}

fn stopped_in_the_middle(own: &Own, sleeps: &str, running: &str, rows: &str) {
    let project = Project::empty();
    project
        .write("settings.json", format!(r#"{{"databases": {{"default": {{"url": "{}", "models": []}}}}}}"#, own.url()));
    let up = |sleep: &str| {
        format!(
            "CREATE TABLE a (i INT);\nINSERT INTO a VALUES (1);\nINSERT INTO a SELECT {sleep};\nCREATE TABLE b (i INT);\n"
        )
    };
    add(&project, "1_up", &up(sleeps), "DROP TABLE b;\nDROP TABLE a;\n");
    let run = Process::start(&mut project.command(["migrate"]));
    until("it works", || own.ask(running).is_some_and(|count| count.trim() == "1"));
    own.stop();
    let run = run.ends(&project).expect(6);
    assert!(run.stderr.contains("1_up/up.sql:3: "), "{}", run.stderr);
    assert!(run.stderr.contains("hint: the server stopped"), "{}", run.stderr);
    // While it is gone, that is what is said.
    let run = project.manage(["migrate"]).expect(6);
    assert!(run.stderr.contains("hint: start the server, or check"), "{}", run.stderr);
    own.start();
    add(&project, "1_up", &up("2"), "DROP TABLE b;\nDROP TABLE a;\n");
    project.manage(["migrate"]).ok();
    assert_eq!(own.ask(rows).as_deref(), Some("1\n2\n"));
    assert!(project.manage(["migrate"]).ok().stderr.contains("nothing to apply"));
}

#[test]
fn mariadb_goes_on_where_it_was() {
    let own = Own::new(Kind::Mysql);
    own.ask("CREATE DATABASE own").expect("a database");
    let running = "SELECT count(*) FROM information_schema.PROCESSLIST WHERE INFO LIKE 'INSERT INTO a SELECT sleep%'";
    stopped_in_the_middle(&own, "sleep(1000)", running, "SELECT i FROM own.a ORDER BY 1");
}

#[test]
fn postgres_takes_back_what_was_not_done() {
    let own = Own::new(Kind::Postgres);
    let running = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'INSERT INTO a SELECT 1 FROM pg_sleep%'";
    stopped_in_the_middle(&own, "1 FROM pg_sleep(1000)", running, "SELECT i FROM a ORDER BY 1");
}
