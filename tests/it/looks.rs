//! How things look: lists, verbosity, colours, and what the streams have in store.

use std::fs;
use std::process::{Command, Stdio};

use insta::assert_snapshot;

use crate::dump::execute;
use crate::progress::watch;
use crate::project::{Project, Run};

const USER: &str = "#[derive(Model)]\npub struct User {\n    id: i64,\n}\n";

/// A project with a migration in every state.
fn every_state() -> Project {
    let project = Project::sqlite(USER);
    let migration = |name: &str, up: &str| {
        project.write(&format!("app_migrations/default/{name}/up.sql"), up);
        project.write(&format!("app_migrations/default/{name}/down.sql"), "SELECT 1;\n");
    };
    migration("2026-01-01-000000-0000_applied", "SELECT 1;\n");
    migration("2026-01-02-000000-0000_edited", "SELECT 2;\n");
    migration("2026-01-03-000000-0000_missing", "SELECT 3;\n");
    migration("2026-01-05-000000-0000_half", "CREATE TABLE c (id INTEGER);\nINSERT INTO nowhere VALUES (1);\n");
    project.write("app_migrations/default/2026-01-05-000000-0000_half/metadata.toml", "run_in_transaction = false\n");
    project.manage(["migrate"]).expect(6);
    migration("2026-01-02-000000-0000_edited", "SELECT 22;\n");
    fs::remove_dir_all(project.file("app_migrations/default/2026-01-03-000000-0000_missing")).expect("a migration");
    execute(
        &project.file("db.sqlite3"),
        "INSERT INTO __diesel_schema_migrations (version) VALUES ('202601040000000000')",
    );
    migration("2026-01-04-000000-0000_by_diesel", "SELECT 4;\n");
    migration("2025-01-01-000000-0000_late", "SELECT 5;\n");
    migration("2026-01-06-000000-0000_pending", "SELECT 6;\n");
    project.write("app_migrations/default/2026-01-06-000000-0000_pending/down.sql", "-- manage: irreversible\n");
    project
}

/// The cells of a table with `|` between them, times and durations as words.
fn cells(text: &str) -> String {
    let cell = |cell: &str| match cell {
        cell if cell.ends_with(" ms") || cell.ends_with(" s") => "[took]".to_owned(),
        cell if cell.len() == 19 && cell.as_bytes().get(13) == Some(&b':') => "[time]".to_owned(),
        cell => cell.to_owned(),
    };
    let cells = |line: &str| line.split("  ").map(str::trim).filter(|it| !it.is_empty()).map(cell).collect::<Vec<_>>();
    text.lines().map(|line| cells(line).join(" | ") + "\n").collect()
}

#[test]
fn every_mark_and_what_is_special() {
    let project = every_state();
    assert_snapshot!(project.manage(["showmigrations"]).shown(), @r#"
    exit 0
    --- stdout
    default
     [ ] 2025-01-01-000000-0000_late       (late)
     [X] 2026-01-01-000000-0000_applied
     [!] 2026-01-02-000000-0000_edited
     [?] 2026-01-03-000000-0000_missing
     [X] 2026-01-04-000000-0000_by_diesel
     [-] 2026-01-05-000000-0000_half       (1 of 2 statements done, outside a transaction)
     [ ] 2026-01-06-000000-0000_pending    (irreversible)
    "#);
    let run = project.manage(["showmigrations", "-v"]).ok();
    assert_snapshot!(cells(&run.stdout), @r#"
    default ([ROOT]/db.sqlite3)
    [ ] 2025-01-01-000000-0000_late | (late)
    [X] 2026-01-01-000000-0000_applied | [time] | [took] | manage 0.1.0 | 3afc871f0e45
    [!] 2026-01-02-000000-0000_edited | [time] | [took] | manage 0.1.0 | b3fa36517f8e
    [?] 2026-01-03-000000-0000_missing | [time] | [took] | manage 0.1.0 | e5ec070f7749
    [X] 2026-01-04-000000-0000_by_diesel | [time] | diesel
    [-] 2026-01-05-000000-0000_half | [took] | manage 0.1.0 | b94945d69d2f | (1 of 2 statements done, outside a transaction)
    [ ] 2026-01-06-000000-0000_pending | (irreversible)
    "#);
    assert_snapshot!(said(&run), @r#"
    settings: [ROOT]/settings.json
    default: 6 migrations in [ROOT]/app_migrations/default
    [X] applied
    [ ] pending
    [!] edited after it was applied
    [?] applied, but its directory is missing
    [-] half done
    took [time]
    "#);
}

#[test]
fn a_narrow_terminal_has_everything_too() {
    let project = every_state();
    let wide = project.manage(["showmigrations", "-v"]).ok().stdout;
    for columns in [20, 33, 60] {
        let seen = watch(&project, columns, &[("NO_COLOR", "1")], &["showmigrations", "-v"]);
        assert_eq!(seen.code, 0);
        let letters = |text: &str| {
            let mut letters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
            letters.sort_unstable();
            letters
        };
        let data =
            seen.bytes.split("half done\r\n").last().and_then(|text| text.rsplit_once("took ")).expect("the list").0;
        let data = data.replace(&*project.path().to_string_lossy(), "[ROOT]");
        assert_eq!(letters(&data), letters(&wide), "{columns}: {data}");
        let long = data.lines().filter(|line| line.chars().count() > columns.into() && !line.contains(".sqlite3"));
        assert_eq!(long.count(), 0, "{columns}: {data}");
    }
}

/// Two databases, the first with a library's directory beside its own.
fn several() -> Project {
    let project = Project::sqlite(USER);
    project.write(
        "settings.json",
        r#"{"databases": {
            "default": {"driver": "sqlite", "database": "db.sqlite3", "migrations": ["own", "vendor/auth"]},
            "other": {"driver": "sqlite", "database": "other.sqlite3"}}}"#,
    );
    for (directory, name) in [
        ("own", "2026-01-01-000000-0000_first"),
        ("vendor/auth", "2026-01-02-000000-0000_second"),
        ("own", "2026-01-03-000000-0000_third"),
        ("app_migrations/other", "2026-01-01-000000-0000_elsewhere"),
    ] {
        project.write(&format!("{directory}/{name}/up.sql"), "SELECT 1;\n");
        project.write(&format!("{directory}/{name}/down.sql"), "SELECT 1;\n");
    }
    project
}

#[test]
fn several_directories_and_databases() {
    let project = several();
    project.manage(["migrate", "--database", "other"]).ok();
    assert_snapshot!(project.manage(["showmigrations"]).shown(), @r#"
    exit 0
    --- stdout
    default
     own:
      [ ] 2026-01-01-000000-0000_first
      [ ] 2026-01-03-000000-0000_third
     vendor/auth:
      [ ] 2026-01-02-000000-0000_second
    other
     [X] 2026-01-01-000000-0000_elsewhere
    "#);
    assert_snapshot!(project.manage(["showmigrations", "--plan"]).shown(), @r#"
    exit 0
    --- stdout
    default
     [ ] 2026-01-01-000000-0000_first   own
     [ ] 2026-01-02-000000-0000_second  vendor/auth
     [ ] 2026-01-03-000000-0000_third   own
    other
     [X] 2026-01-01-000000-0000_elsewhere
    "#);
    assert_snapshot!(project.manage(["showmigrations", "other"]).shown(), @r#"
    exit 0
    --- stdout
    other
     [X] 2026-01-01-000000-0000_elsewhere
    "#);
    assert_snapshot!(project.manage(["showmigrations", "othr"]).shown(), @r#"
    exit 2
    --- stderr
    error: there is no database "othr" in settings.json
    hint: did you mean `other`?
    "#);
    // One that cannot be read does not hide the others.
    project.write("own/2026-01-04-000000-0000_broken/down.sql", "");
    let run = project.manage(["showmigrations"]).expect(6);
    assert!(run.stdout.contains("[X] 2026-01-01-000000-0000_elsewhere"), "{}", run.stdout);
}

/// What is said, without what differs between runs.
fn said(run: &Run) -> String {
    let line = |line: &str| match line {
        line if line.starts_with("took ") => "took [time]\n".to_owned(),
        line if line.contains("INSERT INTO __manage_journal") => "sql: INSERT INTO __manage_journal …\n".to_owned(),
        line => {
            line.rsplit_once(" (").filter(|(_, end)| end.ends_with(" ms)")).map_or(line, |it| it.0).to_owned() + "\n"
        }
    };
    run.stderr.lines().map(line).collect()
}

#[test]
fn how_much_is_said() {
    let project = Project::sqlite(USER);
    project.manage(["makemigrations"]).ok();
    let run = project.manage(["migrate", "-q"]).ok();
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""));
    project.manage(["downgrade", "base"]).ok();
    assert_snapshot!(said(&project.manage(["migrate", "-v"]).ok()), @r#"
    settings: [ROOT]/settings.json
    default: 1 migration in [ROOT]/app_migrations/default
    Migrating default ([ROOT]/db.sqlite3):
      1 to run
      running 2026-11-21-101500-0000_create_users
      applied 2026-11-21-101500-0000_create_users
    took [time]
    "#);
    project.manage(["downgrade", "base"]).ok();
    let run = project.manage(["migrate", "-vv"]).ok();
    for statement in
        ["sql: BEGIN IMMEDIATE", "sql: CREATE TABLE users (\n    id INTEGER PRIMARY KEY NOT NULL\n)", "sql: COMMIT"]
    {
        assert!(run.stderr.contains(statement), "{}", run.stderr);
    }
    assert_eq!(run.stdout, "");
    project.manage(["migrate", "-q", "-v"]).expect(2);
    // Errors and warnings are said however quiet it is.
    let run = project.manage(["migrate", "-q", "nowhere"]).expect(2);
    assert!(run.stderr.starts_with("error: "), "{}", run.stderr);
}

#[test]
fn colours_where_they_are_wanted() {
    let project = Project::sqlite(USER);
    project.manage(["makemigrations"]).ok();
    let coloured = |variables: &[(&str, &str)], arguments: &[&str]| {
        let mut command = project.command(["showmigrations"].iter().chain(arguments));
        project.run(command.envs(variables.iter().copied())).ok().stdout.contains('\u{1b}')
    };
    for (variables, arguments, expected) in [
        (&[][..], &[][..], false),
        (&[], &["--color", "always"], true),
        (&[("NO_COLOR", "1")], &["--color=always"], true),
        (&[("CLICOLOR_FORCE", "1")], &[], true),
        (&[("CLICOLOR_FORCE", "1")], &["--color", "never"], false),
        (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &[], false),
        (&[("CLICOLOR_FORCE", "1")], &["--json"], false),
        (&[], &["--json", "--color", "always"], false),
    ] {
        assert_eq!(coloured(variables, arguments), expected, "{variables:?} {arguments:?}");
    }
    for (variables, expected) in
        [(&[][..], true), (&[("NO_COLOR", "1")], false), (&[("TERM", "dumb")], false), (&[("CLICOLOR", "0")], false)]
    {
        let seen = watch(&project, 80, variables, &["showmigrations"]);
        assert_eq!(seen.bytes.contains("\u{1b}["), expected, "{variables:?}: {:?}", seen.bytes);
        assert_eq!(seen.last.trim_end(), "default\n [ ] 2026-11-21-101500-0000_create_users", "the words are the same");
    }
}

/// Runs a line of shell in the project, in which `$MANAGE` is the binary.
fn shell(project: &Project, line: &str) -> Run {
    let mut shell = Command::new("sh");
    shell.args(["-c", line]).current_dir(project.path()).env_clear().env("PATH", "/usr/bin:/bin");
    shell.env("MANAGE", env!("CARGO_BIN_EXE_manage")).stdin(Stdio::null());
    project.run(&mut shell)
}

#[test]
fn readers_that_leave_disks_that_are_full_and_streams_that_are_closed() {
    let project = Project::sqlite(USER);
    let names: Vec<String> =
        (0..3000).map(|number| format!("{:014}_migration_with_a_long_name", 20_000_101_000_000_u64 + number)).collect();
    for name in &names {
        project.write(&format!("app_migrations/default/{name}/up.sql"), "SELECT 1;\n");
    }
    let run = shell(&project, "{ \"$MANAGE\" showmigrations; echo \"exit $?\" >&2; } | head -n 1");
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("default\n", "exit 0\n"));
    for arguments in [
        "showmigrations",
        "showmigrations --json",
        "migrate --plan",
        "printschema",
        "--help",
        "makemigrations --dry-run",
    ] {
        let run = shell(&project, &format!("\"$MANAGE\" {arguments} > /dev/full"));
        assert_eq!(run.code, 6, "{arguments}: {}", run.stderr);
        assert!(run.stderr.contains("error: cannot write to the standard output\n"), "{arguments}: {}", run.stderr);
        assert!(
            run.stderr.contains("No space left on device") && run.stderr.contains("hint: make room"),
            "{}",
            run.stderr
        );
    }
    for streams in [">&-", "2>&-", ">&- 2>&-", "2>/dev/full"] {
        let run = shell(&project, &format!("\"$MANAGE\" showmigrations -v default {streams}"));
        assert_eq!(run.code, 0, "{streams}: {}", run.stderr);
        let run = shell(&project, &format!("\"$MANAGE\" showmigrations nowhere {streams}"));
        assert_eq!(run.code, 2, "{streams}: {}", run.stderr);
    }
}

#[test]
fn a_limit_on_the_size_of_files_is_explained() {
    let project = Project::sqlite(USER);
    project.write(
        "app_migrations/default/2026-01-01-000000-0000_big/up.sql",
        "CREATE TABLE big (b BLOB);\nINSERT INTO big VALUES (randomblob(3000000));\n",
    );
    // Where the signal is not ignored, the system ends the program, and there is nobody left to explain.
    let run = shell(&project, "trap '' XFSZ; ulimit -f 1000; \"$MANAGE\" migrate");
    assert_eq!(run.code, 6, "{}", run.stderr);
    assert!(run.stderr.contains("disk I/O error") && run.stderr.contains("`ulimit -f`"), "{}", run.stderr);
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
}

#[test]
fn any_name_in_any_locale() {
    let project = Project::sqlite(USER);
    let long = format!("2026-01-02-000000-0000_{}", "x".repeat(200));
    for name in ["2026-01-01-000000-0000_日本語のテーブル", &long, "2026-01-03-000000-0000_a\u{1b}[31mred"] {
        project.write(&format!("app_migrations/default/{name}/up.sql"), "SELECT 1;\n");
        project.write(&format!("app_migrations/default/{name}/down.sql"), "SELECT 1;\n");
    }
    for locale in ["C", "POSIX", "en_US.ISO-8859-1"] {
        let mut command = project.command(["showmigrations"]);
        let run = project.run(command.env("LC_ALL", locale)).ok();
        let expected = format!(
            "default\n [ ] 2026-01-01-000000-0000_日本語のテーブル\n [ ] {long}\n [ ] 2026-01-03-000000-0000_a\\u{{1b}}[31mred\n"
        );
        assert_eq!(run.stdout, expected);
    }
}

#[test]
fn models_of_databases_that_are_not_there_are_all_named() {
    let project = Project::sqlite(
        "#[derive(Model)]\npub struct User {\n    id: i64,\n}\n\
         #[derive(Model)]\n#[model(table = \"logs\", database = \"anaytics\")]\npub struct Log {\n    id: i64,\n}\n\
         #[derive(Model)]\n#[model(table = \"logs\", database = \"default2\")]\npub struct OldLog {\n    id: i64,\n}\n",
    );
    assert_snapshot!(project.manage(["makemigrations"]).shown(), @r#"
    exit 6
    --- stderr
    error: src/models.rs:6:36: the settings have no database `anaytics`
    hint: they have default
    error: src/models.rs:11:36: the settings have no database `default2`
    hint: did you mean `default`?
    "#);
}
