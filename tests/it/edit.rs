//! `makemigrations --edit`: a migration in somebody's editor, which is a small script here, on a real terminal.

use std::fs;
use std::path::PathBuf;

use insta::assert_snapshot;

use crate::migrations::{newest, state_is_true};
use crate::project::Project;
use crate::screen::{CTRL_C, DOWN, ENTER, ESC, Kind, ORDINARY, Screen};

const USER: &str = "#[derive(Model)]\npub struct User {\n    id: i64,\n    name: String,\n}\n";
const AGE: &str = "#[derive(Model)]\npub struct User {\n    id: i64,\n    name: String,\n    age: Option<i32>,\n}\n";
const EMPTY: &[&str] = &["makemigrations", "--empty", "--edit"];
const EDIT: &[&str] = &["makemigrations", "--edit"];

/// A project with a migration, and a change to come.
fn changed() -> Project {
    let project = Project::sqlite(USER);
    project.manage(["makemigrations"]).ok();
    project.models(AGE);
    fs::create_dir(project.file("tmp")).expect("a folder");
    project
}

/// Runs `manage` where that is the editor.
fn edits(project: &Project, editor: &str, arguments: &[&str]) -> Screen {
    let folder = project.file("tmp");
    let variables = [("TERM", "xterm"), ("EDITOR", editor), ("TMPDIR", folder.to_str().expect("UTF-8"))];
    Screen::on(Kind { variables: &variables, ..ORDINARY }, project, arguments)
}

/// An editor that runs this script, in which `$1` is the file and `$count` how often it was called. The first file
/// of a migration is its up.sql.
fn script(project: &Project, lines: &str) -> &'static str {
    let count = "echo >>calls\ncount=$(wc -l <calls)\n";
    project.write("editor.sh", format!("{count}{lines}\n"));
    "sh editor.sh"
}

/// What is left in the directory for temporary files.
fn left(project: &Project) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![project.file("tmp")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// The names of what is left, and that no second migration was written.
#[track_caller]
fn kept(project: &Project) -> Vec<String> {
    assert_eq!(project.migrations("default").len(), 1);
    left(project).iter().map(|path| path.file_name().expect("a name").to_string_lossy().into_owned()).collect()
}

/// What was said, without the name of a folder that differs each time.
fn said(shown: &str) -> String {
    let lines = shown.lines().map(|line| line.split_once("is kept in ").map_or(line, |(before, _)| before));
    lines.take_while(|line| !line.starts_with('/')).map(|line| line.trim_end().to_owned() + "\n").collect()
}

#[test]
fn what_is_written_into_an_empty_migration_is_tried_and_kept() {
    let project = changed();
    let lines = "case $1 in *.up.sql) sed -i 's/^SELECT 1;/CREATE VIEW names AS SELECT name FROM users;/' $1;;\n\
                 *.down.sql) sed -i 's/^SELECT 1;/DROP VIEW names;/' $1;; esac; echo noise";
    edits(&project, script(&project, lines), EMPTY).ends(0);
    assert!(newest(&project, "up.sql").contains("\nCREATE VIEW names AS SELECT name FROM users;\n"));
    assert!(newest(&project, "down.sql").contains("\nDROP VIEW names;\n"));
    assert!(project.read("app_migrations/default/schema.json").contains("CREATE VIEW names"));
    assert_eq!(left(&project), [] as [PathBuf; 0]);
    state_is_true(&project);
    project.manage(["migrate"]).ok();
    project.manage(["downgrade", "-1"]).ok();
}

#[test]
fn what_is_left_as_it_is_is_written_as_without_an_editor() {
    let (project, plain) = (changed(), changed());
    for arguments in [&["makemigrations"][..], &["makemigrations", "--empty"]] {
        plain.manage(arguments).ok();
        let shown = edits(&project, "true", &[arguments, &["--edit"]].concat()).ends(0);
        assert!(shown.starts_with("note: nothing was changed in the editor\nMigrations for default:\n"), "{shown}");
        assert_eq!(newest(&project, "up.sql"), newest(&plain, "up.sql"));
        assert_eq!(newest(&project, "down.sql"), newest(&plain, "down.sql"));
    }
    assert_eq!(left(&project), [] as [PathBuf; 0]);
}

#[test]
fn an_emptied_file_is_giving_up() {
    let project = changed();
    assert_snapshot!(edits(&project, "cp /dev/null", EDIT).ends(3), @"error: up.sql was emptied: nothing is written");
    assert_eq!(kept(&project), [] as [&str; 0]);
    let lines = "case $1 in *.up.sql) echo 'SELECT 2;' >>$1;; *) echo ' ' >$1;; esac";
    assert_snapshot!(said(&edits(&project, script(&project, lines), EDIT).ends(3)), @r"
    error: down.sql was emptied: nothing is written
    hint: where nothing can lead back, write `-- manage: irreversible` in it
    hint: what was typed
    ");
    assert_eq!(kept(&project), ["1.up.sql"]);
}

#[test]
fn an_editor_that_fails() {
    let project = changed();
    assert_snapshot!(edits(&project, "false", EDIT).ends(6), @r#"
    error: the editor `false` ended with the exit code 1: nothing is written
    hint: name another one in the environment: `EDITOR=nano`, `EDITOR="code --wait"`
    "#);
    let shown = edits(&project, "no-such-editor -w", EDIT).ends(6);
    assert!(shown.contains("error: the editor `no-such-editor -w` cannot be run: nothing is written\n"), "{shown}");
    let shown = edits(&project, "vi 'open", EDIT).ends(6);
    assert!(shown.contains("error: the editor `vi 'open` cannot be run by the shell: nothing is written\n"), "{shown}");
    let shown = edits(&project, "rm", EDIT).ends(6);
    assert!(shown.contains("error: the editor `rm` left no file that can be read: nothing is written\n"), "{shown}");
    assert_eq!(kept(&project), [] as [&str; 0]);
    // Whatever was saved before is not lost.
    let shown = edits(&project, script(&project, "echo 'SELECT 2;' >>$1; exit 3"), EDIT).ends(6);
    assert!(shown.contains("ended with the exit code 3: nothing is written\n"), "{shown}");
    assert_eq!(kept(&project), ["1.up.sql"]);
}

#[test]
fn wrong_sql_is_edited_again() {
    let project = changed();
    let lines =
        "case $count in 1) sed -i 's/^SELECT 1;/SELECT x FROM users;/' $1;; 3) sed -i 's/x FROM/name FROM/' $1;; esac";
    let mut screen = edits(&project, script(&project, lines), EMPTY);
    screen.wait("Enter;");
    assert_snapshot!(screen.shown(), @r"
    error: 2026-11-21-101501-0000_empty was tried and does not hold: up.sql:9: no such column: x
    ? What now?
      > 1  edit it again
        2  quit            nothing is written
      arrows or a number, then Enter; Esc leaves
    ");
    screen.press(ENTER);
    assert_snapshot!(screen.ends(0), @r"
    error: 2026-11-21-101501-0000_empty was tried and does not hold: up.sql:9: no such column: x
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_empty
    ");
    assert!(newest(&project, "up.sql").contains("\nSELECT name FROM users;\n"));
    assert_eq!(left(&project), [] as [PathBuf; 0]);
}

#[test]
fn what_was_typed_is_kept_for_who_quits() {
    let project = changed();
    let editor = script(&project, "sed -i 's/^ALTER TABLE.*/SELECT 2;/' $1");
    let mut screen = edits(&project, editor, EDIT);
    screen.at("What now?", &format!("{DOWN}{ENTER}"));
    assert_snapshot!(said(&screen.ends(3)), @r"
    error: 2026-11-21-101501-0000_add_age_to_users was tried and does not hold: up.sql does not lead to
    what the models say: column users.age is missing
    x What now?
    error: the migration does not hold: nothing is written
    hint: what was typed
    ");
    assert_eq!(kept(&project), ["1.up.sql", "2.down.sql"]);
    assert!(fs::read_to_string(&left(&project)[0]).expect("a file").ends_with("\nSELECT 2;\n"));

    for (keys, code) in [(ESC, 3), (CTRL_C, 130)] {
        let mut screen = edits(&project, editor, EDIT);
        screen.at("What now?", keys);
        let shown = screen.ends(code);
        assert!(shown.contains("hint: what was typed is kept in "), "{shown}");
    }
    assert_eq!(kept(&project).len(), 6);
}

#[test]
fn a_broken_header_and_what_is_no_text() {
    let project = changed();
    let lines = r"case $count in
        1) sed -i '/Revises/d' $1;;
        3) sed -i 's/^--$/-- Revises: 202611211015000000/' $1;;
        4) printf -- '-- caf\351\n' >>$1;;
        5) echo 'SELECT '\''open' >>$1;;
        6) sed -i '$d' $1;;
        7) sed -i '$d' $1; sed -i '1s/^/SELECT 1;\n/' $1;;
        9) sed -i '1d; s/^-- Add.*/-- Age, at last/' $1;;
        esac";
    let mut screen = edits(&project, script(&project, lines), EDIT);
    for said in [
        "error: up.sql:4: the header does not say `-- Revises: 202611211015000000` any more",
        "error: down.sql:5: the file is not UTF-8",
        "error: up.sql cannot be cut into statements:",
        "error: up.sql:1: the header is not the comment that the file begins with any more",
    ] {
        screen.again(said, "Esc leaves", ENTER);
    }
    screen.ends(0);
    assert_snapshot!(newest(&project, "up.sql"), @r"
    -- Age, at last
    -- Revises: 202611211015000000
    -- Revision: 202611211015010000
    -- Created: 2026-11-21 10:15:00 UTC

    ALTER TABLE users ADD COLUMN age INTEGER;
    ");
    assert!(!newest(&project, "down.sql").contains("caf"));
    state_is_true(&project);
}

#[test]
fn sql_that_leads_elsewhere_than_the_models_is_refused() {
    let project = changed();
    let lines = "case $1 in *.up.sql) test $count -lt 3 && echo 'ALTER TABLE users ADD COLUMN extra TEXT;' >>$1 || sed -i '/extra/d' $1; echo '-- Done.' >>$1;; esac";
    let mut screen = edits(&project, script(&project, lines), EDIT);
    screen.at("up.sql does not lead to", "").at("Esc leaves", ENTER);
    screen.ends(0);
    assert!(newest(&project, "up.sql").ends_with("\nALTER TABLE users ADD COLUMN age INTEGER;\n-- Done.\n-- Done.\n"));
    state_is_true(&project);
    assert_eq!(project.manage(["makemigrations"]).ok().stdout, "No changes detected\n");
}

#[test]
fn a_way_back_that_leads_elsewhere_is_asked_about() {
    let project = changed();
    let editor = "sed -i 's/^-- Write what leads forward.*/CREATE VIEW names AS SELECT name FROM users;/'";
    let mut screen = edits(&project, editor, EMPTY);
    screen.wait("Enter;");
    assert_snapshot!(screen.shown(), @r"
    warning: 2026-11-21-101501-0000_empty: down.sql does not lead back to what was before: view names di
    ffers or is there too many
    ? What now?
      > 1  edit it again
        2  write it as it is
        3  quit                nothing is written
      arrows or a number, then Enter; Esc leaves
    ");
    screen.press(DOWN).press(ENTER);
    screen.ends(0);
    state_is_true(&project);
}

#[test]
fn control_c_is_for_the_editor() {
    let project = changed();
    let mut screen = edits(&project, "sh -c 'echo editing; sleep 20'", EDIT);
    screen.at("editing", CTRL_C);
    assert_snapshot!(screen.ends(130), @r"
    editing
    ^Cerror: interrupted
    ");
    assert_eq!(kept(&project), [] as [&str; 0]);
    // One that makes something else of it goes on.
    let lines = "trap 'echo caught; exit 0' INT; echo '-- Kept.' >>$1; test $count = 1 || exit 0; echo editing; while :; do sleep 0.1; done";
    let mut screen = edits(&project, script(&project, lines), EDIT);
    screen.at("editing", CTRL_C);
    screen.ends(0);
    assert!(newest(&project, "up.sql").ends_with("-- Kept.\n"));
}

#[test]
fn a_migration_of_which_flags_cannot_tell_is_not_said_to_be_repeated_by_them() {
    let rename = |editor| {
        let project = changed();
        project.models(&USER.replace("name", "username"));
        let mut screen = edits(&project, editor, EDIT);
        screen.at("Was column users.name", ENTER).at("Write the migration?", ENTER);
        screen.ends(0)
    };
    let same = "The same without questions: manage makemigrations --rename users.name:username";
    let shown = rename("true");
    assert!(shown.contains(same), "{shown}");
    let shown = rename("sed -i '$s/$/\\n-- Because./'");
    assert!(!shown.contains("The same without"), "{shown}");
}

#[test]
fn of_several_databases_none_is_written_and_nothing_is_lost() {
    let project = changed();
    project.write(
        "settings.json",
        r#"{"databases": {
            "default": {"driver": "sqlite", "database": "db.sqlite3", "models": ["src/models.rs"]},
            "other": {"driver": "sqlite", "database": "other.sqlite3", "models": ["src/models.rs"]}}}"#,
    );
    let lines = "test $count -gt 2 && : >$1 || echo '-- Seen.' >>$1";
    let shown = edits(&project, script(&project, lines), EDIT).ends(3);
    assert!(shown.contains("up.sql was emptied"), "{shown}");
    assert_eq!(kept(&project), ["1.up.sql", "2.down.sql"]);
    assert!(project.migrations("other").is_empty());
}

#[test]
fn nobody_edits() {
    let project = changed();
    for (arguments, variable, says) in [
        (&["--no-input"][..], ("TERM", "xterm"), "because of `--no-input`"),
        (&["--json"], ("TERM", "xterm"), "because of `--json`"),
        (&[], ("CI", "true"), "because the environment says `CI`"),
        (&["--check"], ("TERM", "xterm"), "cannot be used with"),
        (&["--dry-run"], ("TERM", "xterm"), "cannot be used with"),
    ] {
        let variables = [variable, ("EDITOR", "touch opened")];
        let kind = Kind { variables: &variables, columns: 200, ..ORDINARY };
        let shown = Screen::on(kind, &project, &[EDIT, arguments].concat()).ends(2);
        assert!(shown.contains(says), "{shown}");
    }
    assert_snapshot!(project.manage(EDIT).expect(2).stderr, @r"
    error: --edit opens an editor, and nobody is there, because there is no terminal
    hint: write the migration without `--edit`, and edit its files before `manage migrate`
    ");
    assert!(!project.file("opened").exists());
    assert_eq!(kept(&project), [] as [&str; 0]);
}
