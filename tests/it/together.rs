//! Several processes at once on one database.

use std::path::Path;
use std::process::Command;

use crate::dump::{dump, execute, lines, open};
use crate::example;
use crate::process::{Process, until, until_there};
use crate::project::{Project, Run};

/// In how many rounds processes compete.
fn rounds() -> usize {
    std::env::var("MANAGE_TEST_ROUNDS").map_or(20, |rounds| rounds.parse().expect("a number"))
}

/// Counting so far takes a while, so that the others come in the middle of it.
fn counting(to: u32) -> String {
    format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT {to}) INSERT INTO a SELECT count(*) FROM n;\n"
    )
}

/// A project without models, in this journal mode.
pub(crate) fn project(mode: &str) -> Project {
    let project = Project::empty();
    project.write(
        "settings.json",
        format!(
            r#"{{"databases": {{"default": {{"driver": "sqlite", "database": "db.sqlite3",
                "session": ["PRAGMA journal_mode = {mode}"]}}}}}}"#
        ),
    );
    project
}

/// Adds a migration.
pub(crate) fn add(project: &Project, name: &str, up: &str, down: &str) {
    project.write(&format!("app_migrations/default/{name}/up.sql"), up);
    project.write(&format!("app_migrations/default/{name}/down.sql"), down);
}

/// Runs so many at once.
fn at_once(project: &Project, number: usize) -> Vec<Run> {
    let processes: Vec<Process> = (0..number).map(|_| Process::start(&mut project.command(["migrate"]))).collect();
    processes.into_iter().map(|process| process.ends(project)).collect()
}

/// The only value of a query.
pub(crate) fn value(database: &Path, query: &str) -> String {
    lines(&mut open(database), &format!("SELECT ({query}) AS line")).concat()
}

fn compete(number: usize, mode: &str) {
    let mut waited = 0;
    for round in 0..rounds() {
        let project = project(mode);
        add(&project, "1_create", "CREATE TABLE a (i INTEGER);\n", "DROP TABLE a;\n");
        add(&project, "2_fill", &counting(20_000), "DELETE FROM a;\n");
        let database = project.file("db.sqlite3");
        // On no file, and then with data to be moved in what is there.
        for (migrations, rows) in [(2, 1), (3, 2)] {
            if migrations == 3 {
                add(&project, "3_more", &counting(40_000), "DELETE FROM a WHERE i = 40000;\n");
            }
            let mut applied = 0;
            for run in at_once(&project, number) {
                let shown = format!("round {round}, {mode}:\n{}", run.stderr);
                assert_eq!(run.code, 0, "{shown}");
                assert!(!run.stderr.contains("error") && !run.stderr.contains("warning"), "{shown}");
                let own = run.stderr.matches("  applied ").count();
                assert!(own == 0 && run.stderr.ends_with("  nothing to apply\n") || own > 0, "{shown}");
                applied += own;
                if run.stderr.contains("  waited ") {
                    waited += 1;
                    assert!(
                        run.stderr.contains(" for `manage migrate` on ") || run.stderr.contains(" for another process"),
                        "{shown}"
                    );
                }
            }
            assert_eq!(applied, if migrations == 2 { 2 } else { 1 }, "round {round}, {mode}: each once");
            assert_eq!(value(&database, "SELECT count(*) FROM a"), rows.to_string());
            let ledger =
                "SELECT group_concat(version) FROM (SELECT version FROM __diesel_schema_migrations ORDER BY 1)";
            assert_eq!(value(&database, ledger), if migrations == 2 { "1,2" } else { "1,2,3" });
            assert!(!project.file("db.sqlite3-manage").exists());
        }
        assert_eq!(value(&database, "SELECT * FROM pragma_integrity_check"), "ok");
        assert_eq!(value(&database, "SELECT * FROM pragma_journal_mode"), mode);
    }
    assert!(waited > 0, "nobody ever waited: nothing was tested");
}

#[test]
fn four_at_once() {
    compete(4, "delete");
    compete(4, "wal");
}

#[test]
fn sixteen_at_once_with_a_rollback_journal() {
    compete(16, "delete");
}

#[test]
fn sixteen_at_once_in_wal_mode() {
    compete(16, "wal");
}

/// The project's own `manage`, whose step of the second migration waits for a file `go`.
pub(crate) fn waiting(project: &Project, arguments: &[&str]) -> Command {
    let mut command = example::command(project, "manage_with_steps", arguments);
    command.env("STEPS", "up:2_step").env("STEP", "wait");
    command
}

/// Three migrations, the second with a step.
pub(crate) fn three(mode: &str) -> Project {
    let project = project(mode);
    add(
        &project,
        "1_users",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\nINSERT INTO users (name) VALUES ('ada');\n",
        "DROP TABLE users;\n",
    );
    add(
        &project,
        "2_step",
        "INSERT INTO users (name) VALUES ('bob');\n",
        "DELETE FROM users WHERE name LIKE 'bob%';\n",
    );
    add(&project, "3_last", "CREATE TABLE last (a);\n", "DROP TABLE last;\n");
    project
}

#[test]
fn the_holder_is_killed_and_the_others_go_on() {
    for mode in ["delete", "wal"] {
        let project = three(mode);
        let holder = Process::start(&mut waiting(&project, &["migrate"]));
        until_there(&project.file("waits"));
        let id = holder.id();
        let others: Vec<Process> = (0..4).map(|_| Process::start(&mut project.command(["migrate"]))).collect();
        for other in &others {
            other.says("waiting for `manage migrate` on ");
            other.says(&format!("process {id}"));
        }
        holder.signal("KILL");
        assert_eq!(holder.ends(&project).code, -1);
        let mut applied = 0;
        for other in others {
            let run = other.ends(&project).ok();
            assert!(run.stderr.contains("  waited ") && !run.stderr.contains("error"), "{}", run.stderr);
            applied += run.stderr.matches("  applied ").count();
        }
        // What the holder had committed stays, and the rest is done by one of the others.
        assert_eq!(applied, 2, "each once, {mode}");
        let names = "SELECT group_concat(name) FROM (SELECT name FROM users ORDER BY id)";
        assert_eq!(value(&project.file("db.sqlite3"), names), "ada,bob");
        assert!(!project.file("db.sqlite3-manage").exists());
    }
}

#[test]
fn a_holder_that_is_stopped_is_named_when_the_time_is_up() {
    let project = three("delete");
    let holder = Process::start(&mut waiting(&project, &["migrate"]));
    until_there(&project.file("waits"));
    holder.signal("STOP");
    for (time, least) in [("1", 1.0), ("100ms", 0.1), ("0", 0.0)] {
        for command in [["migrate", "--lock-timeout", time].as_slice(), &["downgrade", "-1", "--lock-timeout", time]] {
            let run = project.manage(command).expect(4);
            for part in ["is locked by `manage migrate` on ", &format!(", process {}, since 20", holder.id())] {
                assert!(run.stderr.contains(part), "{part}: {}", run.stderr);
            }
            let waited = run.stderr.split_once("; waited ").and_then(|(_, rest)| rest.split_once(" s for it"));
            let waited: Option<f64> = waited.and_then(|(seconds, _)| seconds.parse().ok());
            assert!(waited.is_some_and(|waited| waited >= least), "{}", run.stderr);
            assert!(run.stderr.contains("\nhint: "), "{}", run.stderr);
        }
    }
    project.write("go", "");
    holder.signal("CONT");
    holder.ends(&project).ok();
    project.manage(["migrate", "--check"]).ok();
}

#[test]
fn times_to_wait() {
    let project = three("delete");
    for time in ["0", "90", "90s", "2m", "1h", "500ms", "1.5", "99999999999999999999"] {
        project.manage(["migrate", "--lock-timeout", time]).ok();
    }
    for time in ["", "-1", "soon", "1d", "1e3", "inf", "NaN", "s", "1..5", "0x10", "5 s"] {
        let run = project.manage([format!("--lock-timeout={time}").as_str(), "migrate"]).expect(2);
        assert!(!run.stderr.is_empty());
        let run = project.manage(["migrate", &format!("--lock-timeout={time}")]).expect(2);
        assert!(run.stderr.contains("--lock-timeout"), "{}", run.stderr);
        assert!(time.is_empty() || run.stderr.contains("`500ms`"), "{}", run.stderr);
    }
}

/// Who comes second does what is left to be done then.
#[test]
fn downgrade_beside_migrate() {
    let project = three("delete");
    let forward = Process::start(&mut waiting(&project, &["migrate"]));
    until_there(&project.file("waits"));
    let back = Process::start(&mut project.command(["downgrade", "-1"]));
    back.says("waiting for `manage migrate` on ");
    project.write("go", "");
    forward.ends(&project).ok();
    let run = back.ends(&project).ok();
    assert!(run.stderr.contains("undone 3_last"), "{}", run.stderr);
    let shown = project.manage(["showmigrations"]).ok().stdout;
    assert!(shown.contains("[X] 2_step") && shown.contains("[ ] 3_last"), "{shown}");
}

/// Diesel knows no lock of ours: whoever of the two comes to a migration first runs it.
#[test]
fn diesel_in_between() {
    let project = three("delete");
    let ours = Process::start(&mut waiting(&project, &["migrate"]));
    until_there(&project.file("waits"));
    // It does not wait for SQLite's lock either.
    let run = project.diesel(&["migration", "run"]);
    assert!(run.code == 1 && run.stderr.contains("database is locked"), "{}{}", run.stdout, run.stderr);
    project.write("go", "");
    ours.ends(&project).ok();
    project.diesel(&["migration", "run"]).ok();
    assert_eq!(value(&project.file("db.sqlite3"), "SELECT count(*) FROM __diesel_schema_migrations"), "3");
    // The other way round: applied between our look and our turn.
    for round in 0..rounds() {
        let project = three("delete");
        let ours = Process::start(&mut project.command(["migrate"]));
        let theirs = project.diesel(&["migration", "run"]);
        let ours = ours.ends(&project).ok();
        assert!(
            theirs.code == 0 || ["locked", "exist", "UNIQUE"].iter().any(|word| theirs.stderr.contains(word)),
            "round {round}: {}",
            theirs.stderr
        );
        assert!(!ours.stderr.contains("error"), "{}", ours.stderr);
        assert_eq!(value(&project.file("db.sqlite3"), "SELECT count(*) FROM __diesel_schema_migrations"), "3");
        assert_eq!(value(&project.file("db.sqlite3"), "SELECT count(*) FROM users"), "2", "each effect once");
    }
}

/// An application that holds the database for reading, or for writing, is waited for; then it is an error that says so.
#[test]
fn an_application_that_keeps_the_database_busy() {
    use diesel::connection::SimpleConnection;
    let project = three("delete");
    project.manage(["migrate", "1_users"]).ok();
    for hold in ["BEGIN IMMEDIATE", "BEGIN; SELECT * FROM users"] {
        let mut application = open(&project.file("db.sqlite3"));
        application.batch_execute(hold).expect("a lock");
        let run = project.manage(["migrate", "--lock-timeout", "300ms", "-vv"]).expect(4);
        assert!(run.stderr.contains("database is locked"), "{}", run.stderr);
        assert_eq!(run.stderr.matches("BEGIN IMMEDIATE").count(), 1, "it is waited for once: {}", run.stderr);
        assert!(run.stderr.contains("hint: another program is using the database"), "{}", run.stderr);
        assert!(project.manage(["migrate", "--check"]).expect(1).stdout.contains("2_step"));
        assert!(!project.file("db.sqlite3-manage").exists());
        let ours = Process::start(&mut project.command(["migrate", "2_step"]));
        until_there(&project.file("db.sqlite3-manage"));
        drop(application);
        ours.ends(&project).ok();
        project.manage(["downgrade", "1_users"]).ok();
    }
    // In WAL mode a reader disturbs nobody.
    let project = three("wal");
    project.manage(["migrate", "1_users"]).ok();
    let mut application = open(&project.file("db.sqlite3"));
    application.batch_execute("BEGIN; SELECT * FROM users").expect("a snapshot");
    project.manage(["migrate", "--lock-timeout", "0"]).ok();
}

/// A writer that has spilled its changes has the file for itself alone: nobody can even look at it, and the others wait
/// as long as they are told to, not as long as SQLite would.
#[test]
fn a_holder_that_has_the_file_for_itself_alone() {
    let project = three("delete");
    let spill = "PRAGMA cache_size = 2;\nWITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 300) INSERT INTO users (name) SELECT hex(randomblob(2000)) FROM n;\nDELETE FROM users WHERE length(name) > 100;\nINSERT INTO users (name) VALUES ('bob');\n";
    add(&project, "2_step", spill, "DELETE FROM users WHERE name LIKE 'bob%';\n");
    project.manage(["migrate", "1_users"]).ok();
    let holder = Process::start(&mut waiting(&project, &["migrate"]));
    until_there(&project.file("waits"));
    let run = project.manage(["migrate", "--lock-timeout", "200ms"]).expect(4);
    assert!(run.stderr.contains(&format!("process {}", holder.id())), "{}", run.stderr);
    let other = Process::start(&mut project.command(["migrate"]));
    other.says(&format!("process {}", holder.id()));
    project.write("go", "");
    holder.ends(&project).ok();
    let run = other.ends(&project).ok();
    assert!(run.stderr.contains("waited") && run.stderr.contains("nothing to apply"), "{}", run.stderr);
}

/// An application that migrates at its start takes turns with `manage`.
#[test]
fn an_application_takes_the_same_lock() {
    let project = Project::empty();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("app_migrations/default");
    let names = std::fs::read_dir(&root)
        .expect("the demo project's migrations")
        .filter(|it| it.as_ref().is_ok_and(|it| it.path().is_dir()));
    let number = names.count();
    let settings = format!(
        r#"{{"databases": {{"default": {{"url": "db.sqlite3", "migrations": ["app_migrations/default", "{}"]}}}}}}"#,
        root.display()
    );
    project.write("settings.json", settings);
    // `manage` has the lock, in a migration of its own that comes first.
    add(&project, "00000000000000_users", "CREATE TABLE held (name TEXT);\n", "DROP TABLE held;\n");
    let mut command = example::command(&project, "manage_with_steps", &["migrate"]);
    let holder = Process::start(command.env("STEPS", "up:00000000000000_users").env("STEP", "wait"));
    until_there(&project.file("waits"));
    let mut application = Process::start(&mut example::command(&project, "application", &["db.sqlite3"]));
    // It is in its turn only when the lock is given back: by then nothing is left.
    std::thread::sleep(std::time::Duration::from_millis(200));
    assert!(application.runs(), "{}", application.stderr());
    project.write("go", "");
    let run = holder.ends(&project).ok();
    assert_eq!(run.stderr.matches("  applied ").count(), number + 1, "{}", run.stderr);
    let run = application.ends(&project).ok();
    assert!(!run.stdout.contains("applied"), "{}", run.stdout);
    // And both at once.
    for _ in 0..rounds().div_ceil(4) {
        let project = Project::empty();
        project.write(
            "settings.json",
            format!(r#"{{"databases": {{"default": {{"url": "db.sqlite3", "migrations": "{}"}}}}}}"#, root.display()),
        );
        let both: Vec<Process> = (0..6)
            .map(|place| match place % 2 {
                0 => Process::start(&mut project.command(["migrate"])),
                _ => Process::start(&mut example::command(&project, "application", &["db.sqlite3"])),
            })
            .collect();
        let applied = both.into_iter().map(|process| {
            let run = process.ends(&project).ok();
            run.stdout.matches("applied ").count() + run.stderr.matches("  applied ").count()
        });
        assert_eq!(applied.sum::<usize>(), number, "each once");
    }
}

/// However the file is called, it has one lock.
#[test]
fn other_names_of_the_same_file() {
    let project = three("delete");
    std::fs::create_dir(project.file("other")).expect("a folder");
    let link = |from: &str, to: &str| std::os::unix::fs::symlink(from, project.file(to)).expect("a link");
    link("db.sqlite3", "link.sqlite3");
    link("../db.sqlite3", "other/db.sqlite3");
    link(".", "here");
    let holder = Process::start(&mut waiting(&project, &["migrate"]));
    until_there(&project.file("waits"));
    let absolute = project.file("db.sqlite3").display().to_string();
    for name in [
        "link.sqlite3",
        "other/../db.sqlite3",
        "other/db.sqlite3",
        "here/db.sqlite3",
        "./db.sqlite3",
        &absolute,
        "file:db.sqlite3",
    ] {
        let settings =
            format!(r#"{{"databases": {{"default": {{"url": "{name}", "migrations": "app_migrations/default"}}}}}}"#);
        project.write("named.json", settings);
        let run = project.manage(["migrate", "--settings", "named.json", "--lock-timeout", "0"]).expect(4);
        assert!(run.stderr.contains(&format!("process {}", holder.id())), "{name}: {}", run.stderr);
    }
    project.write("go", "");
    holder.ends(&project).ok();
    // A link to what is not there yet leads to the same lock, too.
    std::fs::remove_file(project.file("db.sqlite3")).expect("a database");
    project.write(
        "named.json",
        r#"{"databases": {"default": {"url": "link.sqlite3", "migrations": "app_migrations/default"}}}"#,
    );
    let both = [["migrate"].as_slice(), &["migrate", "--settings", "named.json"]];
    let both = both.map(|arguments| Process::start(&mut project.command(arguments)));
    let applied = both.map(|process| process.ends(&project).ok().stderr.matches("  applied ").count());
    assert_eq!(applied.iter().sum::<usize>(), 3);
}

/// SQLite cannot keep apart who uses one file by two names, and says so itself. Each effect is there once all the same.
#[test]
fn a_hard_link_is_warned_of() {
    for _ in 0..rounds().div_ceil(4) {
        let project = project("delete");
        add(&project, "1_create", "CREATE TABLE a (i INTEGER);\n", "");
        add(&project, "2_fill", &counting(20_000), "");
        execute(&project.file("db.sqlite3"), "PRAGMA user_version = 1");
        std::fs::hard_link(project.file("db.sqlite3"), project.file("hard.sqlite3")).expect("a link");
        project.write(
            "named.json",
            r#"{"databases": {"default": {"url": "hard.sqlite3", "migrations": "app_migrations/default"}}}"#,
        );
        let both = [["migrate"].as_slice(), &["migrate", "--settings", "named.json"]];
        let both = both.map(|arguments| Process::start(&mut project.command(arguments)));
        for run in both.map(|process| process.ends(&project).ok()) {
            assert!(
                run.stderr.contains("warning: ") && run.stderr.contains("several names (hard links)"),
                "{}",
                run.stderr
            );
        }
        assert_eq!(value(&project.file("db.sqlite3"), "SELECT count(*) FROM a"), "1");
        assert_eq!(dump(&project.file("hard.sqlite3")).rows["a"], ["20000"]);
    }
}

/// Whoever waits goes on soon after the holder has ended, and costs next to nothing until then.
#[test]
fn waiting_costs_little() {
    let project = three("delete");
    let holder = Process::start(&mut waiting(&project, &["migrate"]));
    until_there(&project.file("waits"));
    let other = Process::start(&mut project.command(["migrate"]));
    // It says so after a second, and again after five.
    until("it has waited for six seconds", || other.stderr().matches(" so far\n").count() == 2);
    // Ticks of a hundredth of a second: all that it has used, its start included.
    let Ok(stat) = std::fs::read_to_string(format!("/proc/{}/stat", other.id())) else { return };
    let numbers: Vec<i64> =
        stat.rsplit(") ").next().expect("numbers").split(' ').filter_map(|it| it.parse().ok()).collect();
    let ticks = numbers[10] + numbers[11];
    assert!(ticks < 30, "{ticks} hundredths of a second in six: {stat}");
    project.write("go", "");
    holder.ends(&project).ok();
    other.ends(&project).ok();
    until("the lock file is gone", || !project.file("db.sqlite3-manage").exists());
}
