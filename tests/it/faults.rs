//! Disks that are full, files that may not be written, files that go away: the state is as before or can go on, and
//! when the cause is gone the next run ends where an undisturbed one does.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::Command;

use crate::dump::{Dump, dump, execute};
use crate::example;
use crate::process::{Process, until, until_there};
use crate::project::{Project, Run};
use crate::together::{add, project, three, value, waiting};

/// Rows of 1000 bytes each.
fn rows(number: u32) -> String {
    format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT {number}) INSERT INTO b SELECT hex(zeroblob(500)) FROM n;\n"
    )
}

/// A history whose second migration takes room, whole or statement by statement.
fn roomy(settings: Project, in_transaction: bool) -> Project {
    let project = settings;
    add(&project, "1_create", "CREATE TABLE b (x TEXT);\n", "DROP TABLE b;\n");
    add(&project, "2_fill", &format!("{}{}{}", rows(50), rows(51), rows(52)), "DELETE FROM b;\n");
    add(&project, "3_last", "CREATE TABLE c (x);\nCREATE INDEX i ON b (x);\n", "DROP INDEX i;\nDROP TABLE c;\n");
    if !in_transaction {
        project.write("app_migrations/default/2_fill/metadata.toml", "run_in_transaction = false\n");
    }
    project
}

fn undisturbed(mode: &str, in_transaction: bool) -> Dump {
    let project = roomy(project(mode), in_transaction);
    project.manage(["migrate"]).ok();
    dump(&project.file("db.sqlite3"))
}

/// Runs `manage` where no file can become larger than so many blocks of 512 bytes: what a full disk comes to.
fn limited(project: &Project, blocks: u32, arguments: &str) -> Run {
    let mut command = Command::new("sh");
    let line = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" {arguments}");
    command.args(["-c", &line, env!("CARGO_BIN_EXE_manage")]).current_dir(project.path());
    project.run(&mut command)
}

#[test]
fn a_disk_that_is_full_at_any_point() {
    for mode in ["delete", "wal"] {
        for in_transaction in [true, false] {
            let expected = undisturbed(mode, in_transaction);
            let (mut failed, mut half) = (0, 0);
            for blocks in [0, 1, 8, 16, 24, 40, 64, 80, 120, 160, 200, 240, 280, 320, 360, 400, 440, 480, 560] {
                let project = roomy(project(mode), in_transaction);
                let run = limited(&project, blocks, "migrate");
                let shown = format!("{blocks} blocks, {mode}, {in_transaction}:\n{}", run.stderr);
                if run.code != 0 {
                    failed += 1;
                    assert_eq!(run.code, 6, "{shown}");
                    assert!(run.stderr.contains("\nhint: "), "{shown}");
                    let place = [
                        "up.sql:",
                        "committing failed",
                        "-manage` cannot",
                        "_fill: ",
                        "_last: ",
                        "_create: ",
                        "of `session`",
                        "what is applied cannot be read",
                    ];
                    let told = place.iter().any(|place| run.stderr.contains(place));
                    assert!(told || run.stderr.contains("cannot be opened"), "{shown}");
                }
                assert!(!project.file("db.sqlite3-manage").exists(), "{shown}");
                let listed = project.manage(["showmigrations"]);
                half += usize::from(listed.stdout.contains("[-]"));
                if project.file("db.sqlite3").exists() && fs::metadata(project.file("db.sqlite3")).unwrap().len() > 0 {
                    assert_eq!(
                        value(&project.file("db.sqlite3"), "SELECT * FROM pragma_integrity_check"),
                        "ok",
                        "{shown}"
                    );
                }
                let run = project.manage(["migrate"]);
                assert_eq!(run.code, 0, "{shown}\n{}", run.stderr);
                assert!(dump(&project.file("db.sqlite3")) == expected, "{shown}\n{}", run.stderr);
            }
            assert!(failed > 5, "the limits were no limits");
            assert!(half > 0 || in_transaction, "it never stopped half way");
        }
    }
}

#[test]
fn a_downgrade_on_a_full_disk() {
    let expected = undisturbed("delete", true);
    let mut failed = 0;
    for blocks in [0, 1, 8, 16, 24, 40, 80, 120, 240] {
        let project = roomy(project("delete"), true);
        project.manage(["migrate"]).ok();
        let run = limited(&project, blocks, "downgrade base");
        assert!([0, 6].contains(&run.code), "{}", run.stderr);
        failed += usize::from(run.code == 6);
        assert!(run.code == 0 || run.stderr.contains("\nhint: "), "{}", run.stderr);
        assert!(!project.file("db.sqlite3-manage").exists());
        project.manage(["migrate"]).ok();
        assert!(dump(&project.file("db.sqlite3")) == expected, "{blocks}:\n{}", run.stderr);
        project.manage(["downgrade", "base"]).ok();
        assert!(dump(&project.file("db.sqlite3")).rows.is_empty());
    }
    assert!(failed > 2, "the limits were no limits");
}

/// SQLite's own words for a full disk, with the place and what helps.
#[test]
fn no_room_in_the_middle_of_a_migration() {
    let project = Project::empty();
    let settings =
        |session: &str| format!(r#"{{"databases": {{"default": {{"url": "db.sqlite3", "session": [{session}]}}}}}}"#);
    project.write("settings.json", settings("\"PRAGMA max_page_count = 25\""));
    let project = roomy(project, true);
    let run = project.manage(["migrate"]).expect(6);
    insta::assert_snapshot!(run.shown(), @r"
    exit 6
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
      applied 1_create
    error: [ROOT]/app_migrations/default/2_fill/up.sql:2: database or disk is full
      caused by: the statement is: WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 51) INSERT INTO b SELECT hex(zeroblob(500)) FROM n
    hint: make room on the disk (or raise `max_page_count`), then run the command again
    hint: nothing of 2_fill was kept, what ran before it was: put the cause right and run `manage migrate` again
    ");
    let shown = project.manage(["showmigrations"]).ok().stdout;
    assert!(shown.contains("[X] 1_create") && shown.contains("[ ] 2_fill"), "{shown}");
    assert_eq!(value(&project.file("db.sqlite3"), "SELECT count(*) FROM b"), "0");
    project.write("settings.json", settings(""));
    project.manage(["migrate"]).ok();
    assert!(dump(&project.file("db.sqlite3")) == undisturbed("delete", true));
}

/// The lock file needs room, too.
#[test]
fn no_room_for_the_lock_file() {
    let project = three("delete");
    let run = limited(&project, 0, "migrate").expect(6);
    assert!(
        run.stderr.contains("db.sqlite3-manage` cannot be written") && run.stderr.contains("hint: make room"),
        "{}",
        run.stderr
    );
    assert!(!project.file("db.sqlite3-manage").exists());
    project.manage(["migrate"]).ok();
}

fn chmod(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode))
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// A user whom permissions mean something to.
enum Nobody {
    /// Whoever runs the tests.
    Own,
    /// Another one, since root may do everything.
    Other,
}

impl Nobody {
    /// None where there is no way to be one; that is said.
    fn find(project: &Project) -> Option<Self> {
        if fs::metadata(project.path()).expect("a folder").uid() != 0 {
            return Some(Self::Own);
        }
        let can =
            Command::new("setpriv").args(["--reuid", "65534", "--regid", "65534", "--clear-groups", "true"]).status();
        if can.is_ok_and(|status| status.success()) {
            return Some(Self::Other);
        }
        eprintln!("SKIPPED: permissions mean nothing to root, and there is no setpriv to become another user with");
        None
    }

    /// Everything in the project is theirs.
    fn owns(&self, project: &Project) {
        if matches!(self, Self::Other) {
            let done = Command::new("chown").args(["-R", "65534:65534"]).arg(project.path()).status().expect("chown");
            assert!(done.success());
        }
    }

    /// The command as they run it: from a copy, since they may not look into the folder that it is built in.
    fn command(&self, project: &Project, program: &str, arguments: &[&str]) -> Command {
        let mut command = match self {
            Self::Own => Command::new(program),
            Self::Other => {
                let copy = project.file(&format!("bin-{}", program.rsplit('/').next().unwrap_or_default()));
                if !copy.exists() {
                    // By a process of its own: what this one has open for writing its children cannot run.
                    let done = Command::new("cp").arg(program).arg(&copy).status();
                    assert!(done.expect("cp").success(), "a copy");
                    chmod(&copy, 0o755);
                }
                let mut command = Command::new("setpriv");
                command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]).arg(copy);
                command
            }
        };
        command.args(arguments).current_dir(project.path()).env("HOME", project.path());
        command
    }

    fn manage(&self, project: &Project, arguments: &[&str]) -> Run {
        project.run(&mut self.command(project, env!("CARGO_BIN_EXE_manage"), arguments))
    }
}

#[test]
fn what_may_not_be_written() {
    let project = three("delete");
    let Some(nobody) = Nobody::find(&project) else { return };
    nobody.manage(&project, &["help"]).ok();
    nobody.owns(&project);
    nobody.manage(&project, &["migrate", "1_users"]).ok();
    let before = dump(&project.file("db.sqlite3"));
    let refused = |words: &str| {
        let run = nobody.manage(&project, &["migrate"]).expect(6);
        assert!(run.stderr.contains(words) && run.stderr.contains("\nhint: "), "{words}: {}", run.stderr);
        let run = nobody.manage(&project, &["downgrade", "base"]).expect(6);
        assert!(run.stderr.contains(words) && run.stderr.contains("\nhint: "), "{words}: {}", run.stderr);
        assert!(nobody.manage(&project, &["showmigrations"]).ok().stdout.contains("[X] 1_users"));
        nobody.manage(&project, &["migrate", "--check"]).expect(1);
        assert!(dump(&project.file("db.sqlite3")) == before, "{words}");
    };
    // The file; a reader finds all that it needs.
    chmod(&project.file("db.sqlite3"), 0o444);
    refused("attempt to write a readonly database");
    assert!(!project.file("db.sqlite3-manage").exists());
    // The folder.
    chmod(&project.file("db.sqlite3"), 0o644);
    chmod(project.path(), 0o555);
    refused("db.sqlite3-manage` cannot be written");
    chmod(project.path(), 0o755);
    // The file cannot even be read.
    chmod(&project.file("db.sqlite3"), 0);
    for command in [["migrate"].as_slice(), &["downgrade", "base"], &["showmigrations"]] {
        let run = nobody.manage(&project, command).expect(6);
        assert!(
            run.stderr.contains("db.sqlite3` cannot be opened") && run.stderr.contains("\nhint: "),
            "{}",
            run.stderr
        );
    }
    chmod(&project.file("db.sqlite3"), 0o644);
    // And when the cause is gone:
    nobody.manage(&project, &["migrate"]).ok();
    nobody.manage(&project, &["migrate", "--check"]).ok();
    assert_eq!(value(&project.file("db.sqlite3"), "SELECT count(*) FROM last"), "0");
}

/// The folder becomes one that may not be written while a migration runs: its journal cannot be removed, so that it
/// counts as not committed.
#[test]
fn permissions_lost_in_the_middle() {
    for mode in ["delete", "wal"] {
        let project = three(mode);
        let Some(nobody) = Nobody::find(&project) else { return };
        let program = example::example("manage_with_steps");
        let program = program.to_str().expect("a path in UTF-8");
        nobody.command(&project, program, &["help"]).output().expect("a program");
        nobody.manage(&project, &["help"]).ok();
        nobody.owns(&project);
        let mut command = nobody.command(&project, program, &["migrate"]);
        let run = Process::start(command.env("STEPS", "up:2_step").env("STEP", "wait"));
        until_there(&project.file("waits"));
        // It does not get to the end of it before they are lost.
        run.signal("STOP");
        project.write("go", "");
        chmod(project.path(), 0o555);
        run.signal("CONT");
        let run = run.ends(&project);
        assert!(
            run.code == 6 && run.stderr.contains("\nhint: ") || mode == "wal" && run.code == 0,
            "{}: {}",
            run.code,
            run.stderr
        );
        let looked = nobody.manage(&project, &["showmigrations"]);
        assert!(looked.code == 0 || looked.stderr.contains("hint: "), "{}", looked.stderr);
        chmod(project.path(), 0o755);
        let shown = nobody.manage(&project, &["showmigrations"]).ok().stdout;
        assert!(mode == "wal" || shown.contains("[X] 1_users") && shown.contains("[ ] 2_step"), "{shown}");
        nobody.manage(&project, &["migrate"]).ok();
        let expected = three(mode);
        let mut command = waiting(&expected, &["migrate"]);
        expected.run(command.env("STEP", "work")).ok();
        let names = "SELECT group_concat(rtrim(name, '!')) FROM (SELECT name FROM users ORDER BY id)";
        assert_eq!(
            value(&project.file("db.sqlite3"), names),
            value(&expected.file("db.sqlite3"), names),
            "{mode}: {}",
            run.stderr
        );
        assert_eq!(value(&project.file("db.sqlite3"), "SELECT * FROM pragma_integrity_check"), "ok");
        assert!(!project.file("db.sqlite3-manage").exists());
    }
}

/// A process that was killed left its lock file: whoever may write in the folder goes on, whoever it belongs to.
#[test]
fn a_lock_file_that_cannot_be_written() {
    let project = three("delete");
    let Some(nobody) = Nobody::find(&project) else { return };
    let lock = project.file("db.sqlite3-manage");
    nobody.manage(&project, &["help"]).ok();
    nobody.owns(&project);
    let left = |mode: u32| {
        fs::write(&lock, r#"{"host":"gone","pid":1,"since":"2026-01-01T00:00:00Z","command":"manage migrate"}"#)
            .expect("a file");
        chmod(&lock, mode);
    };
    left(0o444);
    let run = nobody.manage(&project, &["migrate", "1_users"]).ok();
    assert!(!run.stderr.contains("waited") && !lock.exists(), "{}", run.stderr);
    left(0);
    if matches!(nobody, Nobody::Own) {
        nobody.owns(&project);
    }
    let run = nobody.manage(&project, &["migrate"]).expect(6);
    assert!(run.stderr.contains("hint: it belongs to another user, or is read-only: remove it"), "{}", run.stderr);
    fs::remove_file(&lock).expect("a file");
    // In a folder where everybody may only remove what is theirs.
    if matches!(nobody, Nobody::Other) {
        left(0o644);
        Command::new("chown").args(["0:0"]).arg(project.path()).status().expect("chown");
        chmod(project.path(), 0o1777);
        let run = nobody.manage(&project, &["migrate"]).expect(6);
        assert!(run.stderr.contains("nobody holds it") && run.stderr.contains("rm '"), "{}", run.stderr);
        // Somebody else's that is held is waited for.
        let holder = Process::start(&mut waiting(&project, &["migrate"]));
        until_there(&project.file("waits"));
        let run = nobody.manage(&project, &["migrate", "--lock-timeout", "0"]).expect(4);
        assert!(run.stderr.contains(&format!("process {}", holder.id())), "{}", run.stderr);
        project.write("go", "");
        holder.ends(&project).ok();
    }
}

#[test]
fn something_else_in_the_place_of_the_lock_file() {
    let project = three("delete");
    let lock = project.file("db.sqlite3-manage");
    let refused = || {
        let run = project.manage(["migrate"]).expect(6);
        assert!(
            run.stderr.contains("cannot be written: something else has its name")
                && run.stderr.contains("hint: move it away"),
            "{}",
            run.stderr
        );
    };
    fs::create_dir(&lock).expect("a folder");
    refused();
    fs::remove_dir(&lock).expect("a folder");
    project.write("precious", "text");
    std::os::unix::fs::symlink("precious", &lock).expect("a link");
    refused();
    assert_eq!(project.read("precious"), "text");
    fs::remove_file(&lock).expect("a link");
    project.manage(["migrate"]).ok();
}

/// The database is removed, or another one is put in its place, while a migration runs: what went to the old file is
/// not told as done.
#[test]
fn a_database_that_goes_away() {
    for mode in ["delete", "wal"] {
        for (replaced, all) in [(false, true), (false, false), (true, true), (true, false)] {
            let project = three(mode);
            execute(&project.file("other"), "CREATE TABLE other (a)");
            let run = Process::start(&mut waiting(&project, &["migrate"]));
            until_there(&project.file("waits"));
            let ends: &[&str] = if all { &["", "-journal", "-wal", "-shm"] } else { &[""] };
            for end in ends {
                let _ = fs::remove_file(project.file(&format!("db.sqlite3{end}")));
            }
            if replaced {
                fs::rename(project.file("other"), project.file("db.sqlite3")).expect("another database");
            }
            project.write("go", "");
            let run = run.ends(&project).expect(6);
            assert!(
                run.stderr.contains("was removed or replaced while it was in use") && run.stderr.contains("\nhint: "),
                "{}",
                run.stderr
            );
            assert!(!project.file("db.sqlite3-manage").exists());
            let run = project.manage(["migrate"]).ok();
            // What SQLite keeps of a WAL whose database was removed alone is its own affair.
            if all || mode == "delete" {
                assert_eq!(run.stderr.matches("  applied ").count(), 3, "{}", run.stderr);
            }
            project.manage(["migrate", "--check"]).ok();
        }
    }
}

/// A killed writer leaves a journal that has to be applied before anybody can read: looking does that, too.
#[test]
fn looking_at_what_a_killed_process_left() {
    for mode in ["delete", "wal"] {
        let project = three(mode);
        let spill = "PRAGMA cache_size = 2;\nWITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 300) INSERT INTO users (name) SELECT hex(randomblob(2000)) FROM n;\n";
        add(&project, "2_step", spill, "");
        let Some(nobody) = Nobody::find(&project) else { return };
        nobody.manage(&project, &["help"]).ok();
        project.manage(["migrate", "1_users"]).ok();
        let run = Process::start(&mut waiting(&project, &["migrate"]));
        until_there(&project.file("waits"));
        run.signal("KILL");
        run.ends(&project);
        let beside = project.file(if mode == "wal" { "db.sqlite3-wal" } else { "db.sqlite3-journal" });
        until("it is left", || beside.exists());
        chmod(project.path(), 0o755);
        // Who may not write cannot take it back, and is told so.
        if matches!(nobody, Nobody::Other) {
            let run = nobody.manage(&project, &["showmigrations"]);
            if mode == "delete" {
                assert!(
                    run.code == 6 && run.stderr.contains("left unfinished") && run.stderr.contains("\nhint: "),
                    "{}: {}",
                    run.code,
                    run.stderr
                );
            } else {
                assert!(
                    run.code == 0 || run.code == 6 && run.stderr.contains("\nhint: "),
                    "{}: {}",
                    run.code,
                    run.stderr
                );
            }
        }
        let shown = project.manage(["showmigrations"]).ok().stdout;
        assert!(shown.contains("[X] 1_users") && shown.contains("[ ] 2_step"), "{shown}");
        assert!(mode == "wal" || !beside.exists());
        assert_eq!(value(&project.file("db.sqlite3"), "SELECT count(*) FROM users"), "1");
    }
}
