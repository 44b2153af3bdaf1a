//! What is seen on a real terminal while something takes its time, and that nothing of it is left.

use std::io::Read;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::example::example;
use crate::project::{NOW, Project};
use crate::screen::{ORDINARY, Screen};

/// Keeps SQLite busy for a good second, whatever the machine.
const SLOW: &str = "CREATE TABLE slow AS\nWITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 8000000)\n\
                    SELECT count(*) AS c FROM n;\n";

/// What a terminal showed while a command ran in it.
pub(crate) struct Seen {
    pub(crate) code: u32,
    /// Every screen that differed from the one before.
    screens: Vec<String>,
    /// The last one, as it was left.
    pub(crate) last: String,
    /// Every byte.
    pub(crate) bytes: String,
}

impl Seen {
    fn ever(&self, words: &str) -> bool {
        self.screens.iter().any(|screen| screen.contains(words))
    }
}

/// Runs `manage` in a terminal of so many columns.
pub(crate) fn watch(project: &Project, columns: u16, variables: &[(&str, &str)], arguments: &[&str]) -> Seen {
    let size = PtySize { rows: 24, cols: columns, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).expect("a terminal");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_manage"));
    command.args(arguments);
    command.cwd(project.path());
    command.env_clear();
    for (name, value) in [("HOME", "/"), ("MANAGE_NOW", NOW), ("TERM", "xterm")].iter().chain(variables) {
        command.env(name, value);
    }
    let mut child = pair.slave.spawn_command(command).expect("a program that starts");
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().expect("a reader");
    let (sender, received) = channel();
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(length) = reader.read(&mut buffer) {
            if length == 0 || sender.send(buffer[..length].to_vec()).is_err() {
                break;
            }
        }
    });
    let mut screen = vt100::Parser::new(24, columns.max(1), 0);
    let mut seen = Seen { code: 0, screens: Vec::new(), last: String::new(), bytes: String::new() };
    let begin = Instant::now();
    loop {
        match received.recv_timeout(Duration::from_millis(50)) {
            Ok(bytes) => {
                seen.bytes.push_str(&String::from_utf8_lossy(&bytes));
                screen.process(&bytes);
                let now = screen.screen().contents();
                if seen.screens.last() != Some(&now) {
                    seen.screens.push(now);
                }
            }
            Err(RecvTimeoutError::Timeout) => assert!(begin.elapsed() < Duration::from_secs(120), "{:?}", seen.screens),
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    seen.code = child.wait().expect("an end").exit_code();
    seen.last = screen.screen().contents();
    seen
}

fn project() -> Project {
    let project = Project::sqlite("#[derive(Model)]\npub struct User {\n    id: i64,\n}\n");
    project.manage(["makemigrations", "initial"]).ok();
    project.write("app_migrations/default/2027-01-01-000000-0000_slow/up.sql", SLOW);
    project
}

#[test]
fn a_long_migration_is_seen_with_its_time_and_leaves_no_trace() {
    let project = project();
    project.manage(["migrate", "+1"]).ok();
    project.write("app_migrations/default/2027-01-02-000000-0000_later/up.sql", "SELECT 1;\n");
    let seen = watch(&project, 100, &[], &["migrate"]);
    assert_eq!(seen.code, 0, "{}", seen.last);
    assert!(seen.ever("s  applying 1 of 2: 2027-01-01-000000-0000_slow"), "{:#?}", seen.screens);
    assert!(seen.ever("1 s  applying"), "the time goes on: {:#?}", seen.screens);
    let lines: Vec<&str> = seen.last.lines().map(|line| line.split(" (").next().unwrap_or(line).trim_end()).collect();
    let expected =
        ["Migrating default", "  applied 2027-01-01-000000-0000_slow", "  applied 2027-01-02-000000-0000_later"];
    assert_eq!(lines, expected, "{}", seen.last);
    assert!(!seen.bytes.contains("[?25l"), "the cursor is never hidden: {:?}", seen.bytes);
}

#[test]
fn a_fresh_database_names_what_it_is_at() {
    let seen = watch(&project(), 100, &[], &["migrate"]);
    assert!(seen.ever("s  applying 2 of 2: 2027-01-01-000000-0000_slow"), "{:#?}", seen.screens);
    assert_eq!((seen.code, seen.last.lines().count()), (0, 3), "{}", seen.last);
}

#[test]
fn replaying_and_trying_are_seen() {
    let project = project();
    let seen = watch(&project, 100, &[], &["makemigrations", "--check"]);
    assert!(seen.ever("s  default: replaying 2 of 2: 2027-01-01-000000-0000_slow"), "{:#?}", seen.screens);
    assert!(!seen.last.contains("replaying"), "{}", seen.last);
}

#[test]
fn narrow_terminals_and_such_without_columns() {
    for columns in [20, 0] {
        let project = project();
        project.manage(["migrate", "+1"]).ok();
        let seen = watch(&project, columns, &[], &["migrate"]);
        assert_eq!(seen.code, 0, "{}", seen.last);
        assert!(seen.bytes.contains(" s  applying"), "{columns}: {:?}", seen.bytes);
        if columns == 20 {
            let ever = seen.screens.iter().flat_map(|screen| screen.lines()).find(|line| line.contains("applying"));
            assert_eq!(
                ever.map(|line| line.get(1..).unwrap_or_default()),
                Some(" 1 s  applying 2027"),
                "{:#?}",
                seen.screens
            );
            assert!(!seen.last.contains("applying"), "{}", seen.last);
        }
    }
}

#[test]
fn where_nothing_of_it_is_to_be_seen() {
    for (variables, arguments) in
        [(&[("TERM", "dumb")][..], &["migrate"][..]), (&[], &["migrate", "-q"]), (&[], &["migrate", "--json"])]
    {
        let seen = watch(&project(), 100, variables, arguments);
        assert_eq!(seen.code, 0, "{}", seen.last);
        assert!(!seen.bytes.contains("applying"), "{arguments:?}: {:?}", seen.bytes);
    }
    let run = project().manage(["migrate"]).ok();
    assert!(!run.stderr.contains("applying") && !run.stderr.contains('\u{1b}'), "{}", run.stderr);
}

#[test]
fn without_colours_there_is_progress_all_the_same() {
    let seen = watch(&project(), 100, &[("NO_COLOR", "1")], &["migrate"]);
    assert!(seen.ever("s  applying 2 of 2"), "{:#?}", seen.screens);
    for code in ["[31m", "[32m", "[36m", "[1m", "[2m"] {
        assert!(!seen.bytes.contains(code), "{:?}", seen.bytes);
    }
}

#[test]
fn what_is_done_at_once_is_not_announced() {
    let project = Project::sqlite("#[derive(Model)]\npub struct User {\n    id: i64,\n}\n");
    let seen = watch(&project, 100, &[("NO_COLOR", "1")], &["makemigrations"]);
    assert_eq!(seen.code, 0, "{}", seen.last);
    let seen = watch(&project, 100, &[("NO_COLOR", "1")], &["migrate"]);
    assert!(!seen.bytes.contains('\u{1b}') && !seen.bytes.contains("applying"), "{:?}", seen.bytes);
}

#[test]
fn who_waits_for_the_lock_sees_for_whom() {
    let project = project();
    let mut first = project.command(["migrate"]);
    let mut first = first.stderr(std::process::Stdio::null()).spawn().expect("a program that starts");
    let begin = Instant::now();
    while !project.file("db.sqlite3-manage").exists() {
        assert!(begin.elapsed() < Duration::from_secs(60), "the first one takes the lock");
        thread::sleep(Duration::from_millis(5));
    }
    let seen = thread::scope(|scope| {
        let piped = scope.spawn(|| project.manage(["migrate"]).ok());
        let seen = watch(&project, 150, &[], &["migrate"]);
        let piped = piped.join().expect("a run");
        assert!(piped.stderr.contains("waiting for `manage migrate` on "), "{}", piped.stderr);
        seen
    });
    assert!(first.wait().expect("an end").success());
    assert_eq!(seen.code, 0, "{}", seen.last);
    assert!(seen.ever("s  waiting for `manage migrate` on "), "{:#?}", seen.screens);
    assert!(seen.last.contains("nothing to apply") && !seen.last.contains("waiting"), "{}", seen.last);
}

#[test]
fn a_question_in_the_middle_of_work_stands_alone() {
    let program = example("manage_with_steps").display().to_string();
    let project = Project::empty();
    let mut screen = Screen::running(ORDINARY, &project, &[&program, "ask"]);
    screen.wait("1 s  counting").wait("Go on?");
    // Time enough for the line to be drawn anew.
    thread::sleep(Duration::from_millis(500));
    assert_eq!(screen.shown().trim_end(), "? Go on? (y/N) no");
    screen.press("y").wait("yes").press("\r").wait("s  counting");
    let left = screen.ends(0);
    assert!(left.contains("Go on? yes\ngoing on") && !left.contains("counting"), "{left}");
}
