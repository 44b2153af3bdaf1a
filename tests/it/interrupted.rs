//! Ctrl-C and its like, in the middle of the work: the state is as before or can go on, and the exit code says what it
//! was.

use std::process::{Command, Stdio};

use insta::assert_snapshot;

use crate::dump::dump;
use crate::example;
use crate::process::{Process, until_there};
use crate::project::Project;
use crate::screen::{CTRL_C, Screen};
use crate::together::{add, three, value, waiting};

/// A statement that never ends, after one that has written more than fits into memory.
const ENDLESS: &str = "PRAGMA cache_size = 2;\n\
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 300)\n    INSERT INTO users (name) SELECT hex(randomblob(2000)) FROM n;\n\
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) INSERT INTO users (name) SELECT count(*) FROM n;\n";

const SIGNALS: [(&str, i32, &str); 3] =
    [("INT", 130, "interrupted"), ("TERM", 143, "terminated"), ("HUP", 143, "hung up")];

/// What an undisturbed run of the three migrations leads to.
fn undisturbed(mode: &str, up_to: &str) -> crate::dump::Dump {
    let project = three(mode);
    project.manage(["migrate", up_to]).ok();
    dump(&project.file("db.sqlite3"))
}

/// The second migration with a statement that never ends in place of what it does.
fn endless(mode: &str) -> Project {
    let project = three(mode);
    add(&project, "2_step", ENDLESS, "DELETE FROM users WHERE name LIKE 'bob%';\n");
    project
}

/// Waits until the statement that never ends was sent (with `-vv`).
fn in_the_middle(run: &Process) {
    run.says("SELECT count(*) FROM n");
}

/// Gives the second migration a text that ends, and goes on.
fn goes_on(project: &Project, mode: &str) {
    add(project, "2_step", "INSERT INTO users (name) VALUES ('bob');\n", "DELETE FROM users WHERE name LIKE 'bob%';\n");
    project.manage(["migrate"]).ok();
    assert_eq!(dump(&project.file("db.sqlite3")), undisturbed(mode, "3_last"));
    assert_eq!(value(&project.file("db.sqlite3"), "SELECT * FROM pragma_integrity_check"), "ok");
    assert!(!project.file("db.sqlite3-manage").exists());
}

#[test]
fn between_two_steps() {
    for (signal, code, word) in SIGNALS {
        let project = three("delete");
        let run = Process::start(&mut waiting(&project, &["migrate"]));
        until_there(&project.file("waits"));
        run.signal(signal);
        let run = run.ends(&project).expect(code);
        assert!(run.stderr.contains(&format!("\nerror: {word}: 1 of 3 migrations is applied\n")), "{}", run.stderr);
        assert!(run.stderr.ends_with("\nhint: `manage migrate` goes on\n"), "{}", run.stderr);
        assert!(!project.file("db.sqlite3-manage").exists());
        assert_eq!(dump(&project.file("db.sqlite3")), undisturbed("delete", "1_users"));
        project.manage(["migrate"]).ok();
        assert_eq!(dump(&project.file("db.sqlite3")), undisturbed("delete", "3_last"));
    }
}

#[test]
fn as_data() {
    let project = three("delete");
    let run = Process::start(&mut waiting(&project, &["migrate", "--json"]));
    until_there(&project.file("waits"));
    run.signal("INT");
    let mut run = run.ends(&project).expect(130);
    let begin = run.stdout.find("\"duration_ms\": ").expect("a duration") + 15;
    let end = begin + run.stdout[begin..].find('\n').expect("a line");
    run.stdout.replace_range(begin..end, "0");
    assert_snapshot!(run.stdout, @r#"
    {
      "version": 1,
      "databases": [
        {
          "database": "default",
          "place": "[ROOT]/db.sqlite3",
          "migrations": [
            {
              "name": "1_users",
              "duration_ms": 0
            }
          ]
        }
      ],
      "errors": [
        {
          "kind": "interrupted",
          "message": "interrupted: 1 of 3 migrations is applied",
          "causes": [],
          "hints": [
            "`manage migrate` goes on"
          ],
          "exit_code": 130
        }
      ]
    }
    "#);
}

/// SQLite cannot be told to stop: after two seconds, or at the second signal, the process ends in the middle of it.
#[test]
fn in_the_middle_of_a_statement() {
    for (mode, some) in [("delete", &SIGNALS[..2]), ("wal", &SIGNALS[2..])] {
        for (signal, code, word) in some {
            let project = endless(mode);
            let run = Process::start(&mut project.command(["migrate", "-vv"]));
            in_the_middle(&run);
            run.signal(signal);
            let run = run.ends(&project).expect(*code);
            let said = format!("\nerror: {word} in the middle of ");
            assert!(run.stderr.contains(&said), "{}", run.stderr);
            // Looking needs no writer to have been there before.
            let shown = project.manage(["showmigrations"]).ok().stdout;
            assert!(shown.contains("[ ] 2_step") && shown.contains("[ ] 3_last"), "{shown}");
            goes_on(&project, mode);
        }
    }
}

#[test]
fn a_second_signal_does_not_wait() {
    let project = endless("delete");
    project.manage(["migrate", "1_users"]).ok();
    let mut run = Process::start(&mut project.command(["migrate", "--json", "-vv"]));
    in_the_middle(&run);
    run.signal("INT");
    // Two that come at once are one.
    while run.runs() {
        run.signal("INT");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let run = run.ends(&project).expect(130);
    assert_snapshot!(run.stdout, @r#"
    {
      "version": 1,
      "errors": [
        {
          "kind": "interrupted",
          "message": "interrupted in the middle of 2_step, which was not waited for: 0 of 2 migrations are applied",
          "causes": [],
          "hints": [
            "what the open transaction of 2_step did is taken back when the database is next opened",
            "`manage migrate` goes on"
          ],
          "exit_code": 130
        }
      ]
    }
    "#);
    goes_on(&project, "delete");
}

#[test]
fn outside_a_transaction_it_goes_on_where_it_stopped() {
    let project = three("delete");
    add(
        &project,
        "2_step",
        &format!("INSERT INTO users (name) VALUES ('bob');\n{ENDLESS}"),
        "DELETE FROM users WHERE name LIKE 'bob%';\n",
    );
    project.write("app_migrations/default/2_step/metadata.toml", "run_in_transaction = false\n");
    let run = Process::start(&mut project.command(["migrate", "-vv"]));
    in_the_middle(&run);
    run.signal("TERM");
    run.ends(&project).expect(143);
    let shown = project.manage(["showmigrations"]).ok().stdout;
    assert!(shown.contains("[-] 2_step"), "{shown}");
    let text = "INSERT INTO users (name) VALUES ('bob');\nPRAGMA cache_size = 2;\nWITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 300)\n    INSERT INTO users (name) SELECT hex(randomblob(2000)) FROM n;\nDELETE FROM users WHERE length(name) > 100;\n";
    add(&project, "2_step", text, "DELETE FROM users WHERE name LIKE 'bob%';\n");
    let run = project.manage(["migrate"]).ok();
    assert!(run.stderr.contains("2_step goes on after statement 3 of 4"), "{}", run.stderr);
    assert_eq!(dump(&project.file("db.sqlite3")), undisturbed("delete", "3_last"));
}

#[test]
fn a_downgrade() {
    for signal in ["INT", "TERM"] {
        let project = three("delete");
        project.manage(["migrate"]).ok();
        let before = dump(&project.file("db.sqlite3"));
        let mut command = example::command(&project, "manage_with_steps", &["downgrade", "base"]);
        let run = Process::start(command.env("STEPS", "down:2_step").env("STEP", "wait"));
        until_there(&project.file("waits"));
        run.signal(signal);
        let run = run.ends(&project).expect(if signal == "INT" { 130 } else { 143 });
        assert!(run.stderr.contains(": 1 of 3 migrations is undone\n"), "{}", run.stderr);
        assert_eq!(dump(&project.file("db.sqlite3")), undisturbed("delete", "2_step"));
        project.manage(["downgrade", "base"]).ok();
        assert!(dump(&project.file("db.sqlite3")).rows.is_empty());
        project.manage(["migrate"]).ok();
        assert_eq!(dump(&project.file("db.sqlite3")), before);
    }
}

#[test]
fn while_waiting_for_the_lock() {
    let project = three("delete");
    let holder = Process::start(&mut waiting(&project, &["migrate"]));
    until_there(&project.file("waits"));
    for (signal, code, _) in SIGNALS {
        for command in [["migrate"].as_slice(), &["downgrade", "-1"]] {
            let run = Process::start(&mut project.command(command));
            run.says("waiting for `manage migrate` on ");
            run.signal(signal);
            let run = run.ends(&project).expect(code);
            assert!(run.stderr.contains(": nothing was run\n"), "{}", run.stderr);
        }
    }
    assert!(project.file("db.sqlite3-manage").exists(), "the lock is the other's");
    project.write("go", "");
    holder.ends(&project).ok();
}

/// Several databases: the first one that is interrupted ends the command.
#[test]
fn later_databases_are_not_begun() {
    let project = three("delete");
    project.write(
        "settings.json",
        r#"{"databases": {"default": {"url": "db.sqlite3"}, "later": {"url": "later.sqlite3"}}}"#,
    );
    project.write("app_migrations/later/1_a/up.sql", "CREATE TABLE a (a);");
    let run = Process::start(&mut waiting(&project, &["migrate"]));
    until_there(&project.file("waits"));
    run.signal("INT");
    let run = run.ends(&project).expect(130);
    assert!(
        run.stderr.contains("interrupted: 1 of 3 migrations is applied") && run.stderr.contains("not reached: later"),
        "{}",
        run.stderr
    );
    assert!(!project.file("later.sqlite3").exists());
}

/// A step that does not ask whether it may go on is waited for, and then it is not.
#[test]
fn a_rust_step_that_does_not_listen() {
    let project = three("delete");
    let mut command = waiting(&project, &["migrate"]);
    let run = Process::start(command.env("STEP", "hang"));
    until_there(&project.file("hangs"));
    run.signal("TERM");
    let run = run.ends(&project).expect(143);
    assert!(
        run.stderr.contains(
            "error: terminated in the middle of 2_step, which was not waited for: 1 of 3 migrations is applied\n"
        ),
        "{}",
        run.stderr
    );
    goes_on(&project, "delete");
}

#[test]
fn a_command_that_calls_migrate() {
    let project = three("delete");
    let run = Process::start(&mut waiting(&project, &["deploy"]));
    until_there(&project.file("waits"));
    run.signal("INT");
    let run = run.ends(&project).expect(130);
    assert!(
        run.stderr.contains("interrupted: 1 of 3 migrations is applied") && !run.stderr.contains("deployed"),
        "{}",
        run.stderr
    );
    project.write("go", "");
    assert!(project.run(&mut waiting(&project, &["deploy"])).ok().stderr.ends_with("deployed\n"));
}

/// Who starts a command with a signal ignored, as `nohup` does, means it.
#[test]
fn a_signal_that_was_ignored_before_stays_so() {
    for signal in ["INT", "HUP"] {
        let project = three("delete");
        let program = example::example("manage_with_steps");
        let mut command = Command::new("sh");
        command.args(["-c", &format!("trap '' {signal}; exec '{}' migrate", program.display())]);
        command.current_dir(project.path()).env("STEPS", "up:2_step").env("STEP", "wait");
        let run = Process::start(&mut command);
        until_there(&project.file("waits"));
        run.signal(signal);
        project.write("go", "");
        if std::path::Path::new("/proc/self/status").exists() {
            run.ends(&project).ok();
        }
    }
}

/// Nobody reads what is said any more: no reason to stop half-way.
#[test]
fn closed_pipes() {
    let done = |project: &Project| {
        project.manage(["migrate", "--check"]).ok();
        assert!(!project.file("db.sqlite3-manage").exists());
    };
    for arguments in [["migrate", "-v"], ["migrate", "--json"]] {
        let project = three("delete");
        let mut child =
            project.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a process");
        drop((child.stdout.take(), child.stderr.take()));
        assert!(child.wait().expect("its end").success());
        done(&project);
    }
    let project = three("delete");
    let mut command = Command::new("sh");
    command
        .args(["-c", "exec \"$0\" migrate -vv <&- >&- 2>&-", env!("CARGO_BIN_EXE_manage")])
        .current_dir(project.path());
    assert!(command.status().expect("a shell").success());
    done(&project);
}

/// A project whose history never ends to be run, which is how its state is found out.
fn endless_history() -> Project {
    let project = Project::sqlite("#[derive(Model)] struct User { id: i64, name: String }");
    add(&project, "1_users", "CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, name TEXT);\n", "");
    add(&project, "2_step", ENDLESS, "");
    project
}

fn temporary(project: &Project) -> Vec<String> {
    let entries = std::fs::read_dir(project.file("temporary")).expect("a folder");
    entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn makemigrations_while_it_computes() {
    for (signal, code, word) in SIGNALS {
        let project = endless_history();
        std::fs::create_dir(project.file("temporary")).expect("a folder");
        let files = project.files();
        let run = Process::start(project.command(["makemigrations", "-vv"]).env("TMPDIR", project.file("temporary")));
        run.says("settings: ");
        run.signal(signal);
        let run = run.ends(&project).expect(code);
        assert!(run.stderr.ends_with(&format!("error: {word}: nothing is written\n")), "{}", run.stderr);
        assert!(project.files() == files, "files changed");
        assert_eq!(temporary(&project), [""; 0]);
    }
}

#[test]
fn at_a_terminal() {
    let project = endless("delete");
    let mut screen = Screen::of(&project, &["migrate", "-vv"]);
    screen.at("count(*) FROM n", CTRL_C);
    screen.wait("error: interrupted in the middle of");
    let shown = screen.ends(130);
    assert!(shown.ends_with("hint: `manage migrate` goes on\n"), "{shown}");
    goes_on(&project, "delete");
}
