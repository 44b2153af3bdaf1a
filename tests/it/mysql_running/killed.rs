//! Killed beside every statement that is sent to the server, forward and back, and run again: everything is there once,
//! as if nothing had happened.

use std::process::Stdio;

use super::scene::settings;
use crate::dump::Dump;
use crate::project::Project;
use crate::servers::{Database, Packets, Role, Server, Side};
use crate::together::add;

/// Every kind of statement; what would be done twice would be seen.
const HISTORY: [(&str, &str, &str); 7] = [
    (
        "1_tables",
        "CREATE TABLE a (id INT AUTO_INCREMENT PRIMARY KEY, n INT);\n\
         INSERT INTO a VALUES (1, 1), (2, 2);\n\
         CREATE INDEX a_n ON a (n);\n\
         UPDATE a SET n = n + 10;\n\
         ALTER TABLE a ADD COLUMN m INT NOT NULL DEFAULT 5, ADD UNIQUE KEY a_m_n (m, n);\n\
         UPDATE a SET m = m + n;\n\
         CREATE TABLE audit (what VARCHAR(100));\n",
        "DROP TABLE audit;\nUPDATE a SET n = n - 10;\nALTER TABLE a DROP INDEX a_n;\nDROP TABLE a;\n",
    ),
    (
        "2_rows",
        "INSERT INTO audit SELECT concat('rows ', count(*)) FROM audit;\nUPDATE a SET m = m * 2;\n",
        "UPDATE a SET m = m / 2;\nINSERT INTO audit SELECT concat('back ', count(*)) FROM audit;\n",
    ),
    (
        "3_session",
        "SET @old = @@sql_mode, sql_mode = 'ANSI_QUOTES', @step = 3;\n\
         CREATE TABLE \"q\" (\"id\" INT PRIMARY KEY, \"text\" VARCHAR(20) DEFAULT 'it''s');\n\
         INSERT INTO \"q\" (\"id\") VALUES (@step);\n\
         CREATE VIEW \"v\" AS SELECT \"what\" FROM \"audit\";\n\
         SET sql_mode = @old;\n\
         INSERT INTO q VALUES (4, \"it's\");\n",
        "SET sql_mode = 'ANSI_QUOTES';\nDROP VIEW \"v\";\nINSERT INTO audit SELECT concat('q ', count(*)) FROM \"q\";\nDROP TABLE \"q\";\n",
    ),
    (
        "4_programs",
        "CREATE TRIGGER t BEFORE INSERT ON audit FOR EACH ROW BEGIN\n  IF NEW.what = 'x' THEN SET NEW.what = 'y'; END IF;\nEND;\n\
         INSERT INTO audit VALUES ('x');\n\
         CREATE PROCEDURE p(i INT) BEGIN INSERT INTO audit VALUES (i); SELECT 1; END;\n\
         CREATE FUNCTION f(i INT) RETURNS INT DETERMINISTIC RETURN i + 1;\n\
         CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN DELETE FROM audit WHERE what = 'z'; END;\n",
        "DROP EVENT e;\nDROP FUNCTION f;\nDROP PROCEDURE p;\nINSERT INTO audit VALUES ('x');\nDROP TRIGGER t;\n",
    ),
    (
        "5_names",
        "RENAME TABLE a TO a2, q TO q2;\n\
         ALTER TABLE a2 RENAME COLUMN m TO k, MODIFY n BIGINT;\n\
         ALTER TABLE a2 RENAME INDEX a_n TO a2_n;\n\
         ALTER TABLE q2 ADD COLUMN a INT, ADD CONSTRAINT q2_a_fkey FOREIGN KEY (a) REFERENCES a2 (id);\n\
         UPDATE q2 SET a = 1;\n",
        "ALTER TABLE q2 DROP FOREIGN KEY q2_a_fkey, DROP INDEX q2_a_fkey, DROP COLUMN a;\n\
         ALTER TABLE a2 RENAME INDEX a2_n TO a_n;\n\
         ALTER TABLE a2 CHANGE k m INT NOT NULL DEFAULT 5, MODIFY n INT;\n\
         RENAME TABLE a2 TO a, q2 TO q;\n",
    ),
    (
        "6_transaction",
        "START TRANSACTION;\nINSERT INTO audit VALUES ('in');\nUPDATE a2 SET k = k + 1;\nCOMMIT;\nINSERT INTO audit SELECT concat('after ', count(*)) FROM audit;\nCREATE TABLE last AS SELECT 1 AS i;\n",
        "DROP TABLE last;\nSTART TRANSACTION;\nUPDATE a2 SET k = k - 1;\nINSERT INTO audit VALUES ('out');\nCOMMIT;\n",
    ),
    ("7_rows", "UPDATE a2 SET k = k + 1;\nINSERT INTO audit VALUES ('last');\n", "UPDATE a2 SET k = k - 1;\n"),
];

struct Scene {
    project: Project,
    packets: Packets,
    arguments: &'static [&'static str],
    /// What is there in the beginning, as the migrations before left it.
    start: Database,
}

impl Scene {
    fn new(before: &[&str], arguments: &'static [&'static str]) -> Self {
        let project = Project::mysql("");
        let packets = Packets::to(Server::mysql());
        let database = project.database();
        let url = database.server.url_at(Role::Creator, "127.0.0.1", packets.port, &database.name);
        settings(&project, &format!("{url}?ssl_mode=disabled"), "");
        for (name, up, down) in HISTORY {
            add(&project, name, up, down);
        }
        if !before.is_empty() {
            project.manage(before).ok();
        }
        let start = project.database().copy();
        Self { project, packets, arguments, start }
    }

    fn reset(&self) {
        self.project.database().take(&self.start);
    }

    /// Runs it until it is killed, and gives what was sent; whether it was killed.
    fn run(&self, at: Option<(usize, Side)>) -> (bool, String) {
        self.packets.begin(at);
        let mut command = self.project.command(self.arguments);
        let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("a program");
        self.packets.victim(child.id());
        let output = child.wait_with_output().expect("a program that ends");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code().is_none() || output.status.success(), "{at:?}:\n{said}");
        (output.status.code().is_none(), said)
    }

    fn image(&self) -> (Dump, String) {
        let database = self.project.database();
        let ledger = database.sql(
            "SELECT version FROM __diesel_schema_migrations; SELECT version, done, total, error FROM __manage_journal; \
             SELECT EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()",
        );
        (database.dump(), ledger)
    }

    /// Dies beside every statement that may have changed something, and goes on.
    fn everywhere(&self) {
        self.reset();
        self.run(None);
        let (sent, expected) = (self.packets.seen(), self.image());
        let reads = |text: &String| text.starts_with("SELECT") || text.starts_with("SHOW");
        let all = std::env::var("MANAGE_TEST_ROUNDS").is_ok_and(|rounds| rounds.parse().is_ok_and(|own: u32| own > 9));
        let (mut killed, mut turn) = (0, 0);
        let mut wrong = Vec::new();
        for (place, text) in sent.iter().enumerate() {
            if reads(text) && place > 3 {
                continue;
            }
            // What is ours is the same again and again: some of it, unless all is asked for.
            let ours = text.contains("__manage_journal") || ["START TRANSACTION", "COMMIT"].contains(&text.as_str());
            if ours && !all && place % 8 != 0 {
                continue;
            }
            // What is there after one is what is there before the next.
            for side in [Side::Before, Side::During] {
                if side == Side::During && (reads(text) || text.starts_with("SET ")) {
                    continue;
                }
                turn += 1;
                // A third of them, unless all is asked for.
                if !all && turn % 3 != self.arguments.len() % 3 {
                    continue;
                }
                self.reset();
                assert!(self.run(Some((place + 1, side))).0, "it did not come to {text}");
                killed += 1;
                self.packets.begin(None);
                let run = self.project.manage(self.arguments);
                let now = self.image();
                if run.code != 0 || now != expected {
                    let same = if now == expected { "" } else { "DIFFERENT" };
                    wrong.push(format!(
                        "{side:?} {}, {text}: exit {} {same}\n{}\n{:?}",
                        place + 1,
                        run.code,
                        run.stderr,
                        now
                    ));
                }
            }
        }
        assert!(killed > if all { 120 } else { 20 }, "{killed} of {}", sent.len());
        assert!(wrong.is_empty(), "{} of {killed} kills; expected {expected:?}\n{}", wrong.len(), wrong.join("\n\n"));
    }
}

#[test]
fn forward() {
    Scene::new(&[], &["migrate"]).everywhere();
}

#[test]
fn all_the_way_back() {
    Scene::new(&["migrate"], &["downgrade", "base"]).everywhere();
}
