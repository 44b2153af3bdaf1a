//! A project's own templates, and migrations made from templates.

use std::fs;

use insta::assert_snapshot;

use crate::dump;
use crate::project::Project;

const USER: &str = "#[derive(Model)]\npub struct User {\n    id: i64,\n    name: String,\n}\n";
const AGE: &str = "#[derive(Model)]\npub struct User {\n    id: i64,\n    name: String,\n    age: Option<i32>,\n}\n";
const STATE: &str = "app_migrations/default/schema.json";
const UP: &str = "templates/migration/up.sql.j2";

/// A project with a migration, and a change to come.
fn changed() -> Project {
    let project = Project::sqlite(USER);
    project.manage(["makemigrations"]).ok();
    project.models(AGE);
    project
}

/// A file of the newest migration.
fn newest(project: &Project, file: &str) -> String {
    let folder = project.migrations("default").pop().expect("a migration");
    fs::read_to_string(folder.join(file)).unwrap_or_else(|error| panic!("{}: {error}", folder.join(file).display()))
}

/// Runs the command, sees that it wrote nothing, and gives what it said.
#[track_caller]
fn refused(project: &Project, arguments: &[&str], code: i32) -> String {
    let files = project.files();
    let run = project.manage(["makemigrations"].iter().chain(arguments)).expect(code);
    assert!(project.files() == files, "files changed");
    assert_eq!(run.stdout, "");
    run.stderr
}

/// Whether schema.json says what running the migrations says.
#[track_caller]
fn state_is_true(project: &Project) {
    let written = project.read(STATE);
    assert!(!written.contains("unproven"), "{written}");
    let said = project.manage(["makemigrations", "--check"]).shown();
    fs::remove_file(project.file(STATE)).expect("a file");
    assert_eq!(project.manage(["makemigrations", "--check"]).shown(), said);
    if said.starts_with("exit 0") {
        project.manage(["makemigrations"]).ok();
        assert_eq!(project.read(STATE), written);
    } else {
        project.write(STATE, written);
    }
}

#[test]
fn an_override_that_adds_a_comment_changes_nothing_else() {
    let project = changed();
    project.write(
        UP,
        "{% extends 'built-in/migration/up.sql' %}{% block end %}\n-- Reviewed by nobody yet.\n{% endblock %}",
    );
    project.write("templates/index.html", "{{ broken");
    project.write("templates/users/up.sql", "{{ broken");
    project.manage(["makemigrations"]).ok();
    assert_snapshot!(newest(&project, "up.sql"), @r#"
    -- Add column age to users
    --
    -- Revision: 202611211015010000
    -- Revises: 202611211015000000
    -- Created: 2026-11-21 10:15:00 UTC

    ALTER TABLE users ADD COLUMN age INTEGER;

    -- Reviewed by nobody yet.
    "#);
    assert_eq!(newest(&project, "down.sql").lines().next(), Some("-- Undoes: Add column age to users"));
    state_is_true(&project);
    project.manage(["migrate"]).ok();
    project.manage(["downgrade", "base"]).ok();
}

#[test]
fn an_override_that_adds_a_statement_leads_to_what_the_file_says() {
    let project = changed();
    project.write(UP, "{% extends 'built-in/migration/up.sql' %}{% block end %}\nCREATE VIEW names AS SELECT name FROM users;\n{% endblock %}");
    project.write("templates/migration/down.sql.j2", "DROP VIEW names;\n{% include 'built-in/migration/down.sql' %}");
    project.manage(["makemigrations"]).ok();
    assert!(project.read(STATE).contains("CREATE VIEW names"), "{}", project.read(STATE));
    state_is_true(&project);
    assert_eq!(project.manage(["makemigrations"]).ok().stdout, "No changes detected\n");
    project.manage(["migrate"]).ok();
    project.manage(["downgrade", "-1"]).ok();
    project.manage(["migrate"]).ok();
}

#[test]
fn a_table_that_only_the_template_knows_is_part_of_the_state() {
    let project = changed();
    project.write(UP, "{% extends 'built-in/migration/up.sql' %}{% block end %}\nCREATE TABLE log (line TEXT);\nINSERT INTO log VALUES ({{ message | literal }});\n{% endblock %}");
    let error = refused(&project, &[], 6);
    assert_snapshot!(error, @r#"
    error: 2026-11-21-101501-0000_add_age_to_users was tried and does not hold: down.sql does not lead back to what was before: table log is there too many
    hint: nothing was written: look at templates/migration/up.sql.j2, which changes the statements
    hint: `--no-verify` writes it all the same, to be corrected by hand
    "#);
    project.write(
        "templates/migration/down.sql.j2",
        "{% extends 'built-in/migration/down.sql' %}{% block end %}\nDROP TABLE log;\n{% endblock %}",
    );
    project.manage(["makemigrations"]).ok();
    state_is_true(&project);
    let question = refused(&project, &[], 3);
    assert!(question.contains("--drop log"), "{question}");
}

#[test]
fn an_override_that_drops_a_statement_does_not_hold() {
    let project = changed();
    project.write(UP, "{{ header }}\n-- {{ statements | length }} statements, and none of them here\nSELECT 1;\n");
    assert_snapshot!(refused(&project, &[], 6), @r#"
    error: 2026-11-21-101501-0000_add_age_to_users was tried and does not hold: up.sql does not lead to what the models say: column users.age is missing
    hint: nothing was written: up.sql was made from templates/migration/up.sql.j2, which changes the statements: correct it
    hint: `--no-verify` writes it all the same, to be corrected by hand
    "#);
    // Written all the same, it is not taken for what it should be.
    project.manage(["makemigrations", "--no-verify"]).ok();
    assert!(project.read(STATE).contains("\"unproven\": true"), "{}", project.read(STATE));
    let check = project.manage(["makemigrations", "--check"]).expect(1);
    assert!(check.stdout.contains("Add column age to users"), "{}", check.stdout);
    fs::remove_file(project.file(UP)).expect("a file");
    project.manage(["makemigrations"]).ok();
    state_is_true(&project);
}

#[test]
fn an_override_that_loses_rows_does_not_hold() {
    let project = changed();
    project.models("#[derive(Model)]\npub struct User {\n    id: i64,\n    #[model(check = \"name <> ''\")]\n    name: String,\n}\n");
    project.write(UP, "{{ header }}\n{% for statement in statements if not statement.sql is startingwith 'INSERT' %}{% if statement.sql %}{{ statement.sql }};\n{% endif %}{% endfor %}");
    let error = refused(&project, &[], 6);
    assert!(error.contains("up.sql loses rows, or values, of users"), "{error}");
    assert!(error.contains("up.sql was made from templates/migration/up.sql.j2"), "{error}");
}

#[test]
fn an_override_that_makes_no_migration_is_an_error_with_its_file() {
    let project = changed();
    let cases = [
        ("{{ header }}\nCREATE TABEL t (a);", "up.sql:7: near \"TABEL\": syntax error"),
        (
            "{{ header }}\nSELECT 'open;",
            "templates/migration/up.sql.j2 makes an up.sql that cannot be cut into statements: line 7: the string",
        ),
        ("{# nothing #}", "templates/migration/up.sql.j2 makes an empty up.sql, which diesel refuses to run"),
        ("SELECT 1;", "templates/migration/up.sql.j2 makes an up.sql that does not begin with its header"),
        (
            "-- (c) us\n\n{{ header }}SELECT 1;",
            "templates/migration/up.sql.j2 makes an up.sql that does not begin with its header",
        ),
        (
            "{{ header | replace('Revision: ', 'Revision: 1') }}SELECT 1;",
            "templates/migration/up.sql.j2 makes an up.sql with `Revision: 1202611211015010000`",
        ),
        (
            "{{ header | replace('Revises: ', 'Revises: 1') }}SELECT 1;",
            "templates/migration/up.sql.j2 makes an up.sql with another `Revises`",
        ),
        ("{{ header }}\n\n{{ statement.sql }}", "templates/migration/up.sql.j2:3: undefined value `statement`"),
    ];
    for (text, expected) in cases {
        project.write(UP, text);
        let error = refused(&project, &[], 6);
        assert!(error.contains(expected) && error.contains("templates/migration/up.sql.j2"), "{text}: {error}");
        assert!(error.contains("hint: "), "{error}");
    }
    project.write(UP, "-- For the record.\n{{ header }}{% for it in statements %}{{ it.sql }};{% endfor %}");
    project.write("templates/migration/down.sql.j2", "\n");
    let error = refused(&project, &[], 6);
    assert!(error.contains("templates/migration/down.sql.j2 makes an empty down.sql"), "{error}");
    fs::remove_file(project.file("templates/migration/down.sql.j2")).expect("a file");
    project.manage(["makemigrations"]).ok();
    assert!(newest(&project, "up.sql").starts_with("-- For the record.\n-- Add column"));
    state_is_true(&project);
    assert_eq!(project.manage(["showmigrations"]).ok().stderr, "");
}

#[test]
fn the_settings_can_name_another_folder() {
    let project = changed();
    let settings = project.read("settings.json");
    project.write("house/style/migration/up.sql.j2", "{{ hedaer }}");
    project.write("settings.json", settings.replacen('{', "{\"templates\": \"house/${STYLE:-style}\", ", 1));
    let error = refused(&project, &[], 6);
    assert_snapshot!(error, @r#"
    error: house/style/migration/up.sql.j2:1: undefined value `hedaer`
    hint: did you mean `header`?
    hint: known there: `header`, `message`, `statements`
    "#);
    fs::create_dir(project.file("below")).expect("a folder");
    let mut below = project.command(["makemigrations"]);
    let error = project.run(below.current_dir(project.file("below"))).expect(6).stderr;
    assert!(error.contains("house/style/migration/up.sql.j2:1: undefined value `hedaer`"), "{error}");
    project.write("settings.json", settings.replacen('{', "{\"templates\": \"hose\", ", 1));
    assert_snapshot!(refused(&project, &[], 6), @r#"
    error: settings.json:1:15: `templates` names "hose", which is no folder
    hint: make the folder, or leave the key out for `templates` beside the settings, which need not exist
    "#);
    project.write("settings.json", settings.replacen('{', "{\"template\": \"house\", ", 1));
    let error = refused(&project, &[], 6);
    assert!(error.contains("settings.json:1:2: unknown key `template`\nhint: did you mean `templates`?"), "{error}");
}

#[test]
fn empty_is_a_template_like_others() {
    let project = changed();
    project.manage(["makemigrations", "--empty"]).ok();
    assert_snapshot!(newest(&project, "up.sql"), @r#"
    -- To be filled in
    --
    -- Revision: 202611211015010000
    -- Revises: 202611211015000000
    -- Created: 2026-11-21 10:15:00 UTC

    -- Write what leads forward here, each statement with a `;` behind it. It runs in a transaction, unless a file
    -- metadata.toml beside this one begins with `run_in_transaction = false`.
    SELECT 1;
    "#);
    assert_snapshot!(newest(&project, "down.sql"), @r#"
    -- Undoes: To be filled in

    -- Write what leads back here. If nothing can, write `-- manage: irreversible` on a line of its own.
    SELECT 1;
    "#);
    assert!(project.migrations("default")[1].ends_with("2026-11-21-101501-0000_empty"));
    state_is_true(&project);
    project.write(
        "templates/migration/empty/up.sql",
        "{{ header }}\n-- Ticket: {{ ticket }}\nCREATE TABLE extra (id INTEGER);\n",
    );
    let question = refused(&project, &["--empty"], 3);
    assert!(question.contains("--set ticket=VALUE"), "{question}");
    let run = project.manage(["makemigrations", "--empty", "--set", "ticket=A-1", "Make extra"]).ok();
    assert!(
        run.stderr.contains("down.sql does not lead back to what was before: table extra is there too many"),
        "{}",
        run.stderr
    );
    assert!(newest(&project, "up.sql").contains("-- Ticket: A-1\n"));
    state_is_true(&project);
    assert!(project.manage(["makemigrations", "--check"]).expect(1).stderr.contains("--drop extra"));
}

#[test]
fn an_index_from_a_template() {
    let project = Project::sqlite(AGE);
    project.manage(["makemigrations"]).ok();
    let arguments =
        ["makemigrations", "--template", "index", "--set", "table=users", "--set", "columns=age desc, lower(name)"];
    assert_snapshot!(project.manage(arguments).shown(), @r#"
    exit 0
    --- stdout
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_add_index_on_age_desc_lower_name_to_users
    "#);
    assert_snapshot!(newest(&project, "up.sql"), @r#"
    -- Add index on age desc, lower(name) to users
    --
    -- Revision: 202611211015010000
    -- Revises: 202611211015000000
    -- Created: 2026-11-21 10:15:00 UTC

    -- Where the table is a struct among the models, declare the index there as well: `index(...)` in #[model(...)].
    CREATE INDEX users_age_expr_idx ON users (age DESC, lower(name));
    "#);
    assert_snapshot!(newest(&project, "down.sql"), @r#"
    -- Undoes: Add index on age desc, lower(name) to users

    DROP INDEX users_age_expr_idx;
    "#);
    state_is_true(&project);
    // A struct says which indexes its table has.
    let check = project.manage(["makemigrations", "--check"]).expect(1).stdout;
    assert!(check.contains("Drop index users_age_expr_idx from users"), "{check}");
    project.models(&AGE.replace("pub struct", "#[model(index(age desc, \"lower(name)\"))]\npub struct"));
    assert_eq!(project.manage(["makemigrations"]).ok().stdout, "No changes detected\n");
    project.manage(["migrate"]).ok();
    project.manage(["downgrade", "-1"]).ok();
    project.diesel(&["migration", "run"]).ok();

    let more = ["--set", "name=odd one", "--set", "unique=yes", "--set", "where=age > 17", "--name", "grown up"];
    let arguments = ["makemigrations", "-q", "--template", "index", "--set", "table=users", "--set", "columns=name"];
    project.manage(arguments.iter().chain(&more)).ok();
    let up = newest(&project, "up.sql");
    assert!(up.ends_with("\nCREATE UNIQUE INDEX \"odd one\" ON users (name) WHERE age > 17;\n"), "{up}");
    assert!(project.migrations("default")[2].ends_with("2026-11-21-101502-0000_grown_up"));
    state_is_true(&project);
}

#[test]
fn what_a_template_makes_is_tried() {
    let project = Project::sqlite(USER);
    project.manage(["makemigrations"]).ok();
    let index = ["--template", "index", "--set", "columns=name", "--set"];
    let error = refused(&project, &[&index[..], &["table=userz"]].concat(), 6);
    assert_snapshot!(error, @r#"
    error: 2026-11-21-101501-0000_add_index_on_name_to_userz was tried and does not hold: up.sql:8: no such table: main.userz
    hint: nothing was written: look at what `--set` says
    hint: `--no-verify` writes it all the same, to be corrected by hand
    "#);
    let hostile = ["table=users", "--set", "where=1); DROP TABLE users; --"];
    let error = refused(&project, &[&index[..], &hostile].concat(), 6);
    assert!(error.contains("a `)` too many"), "{error}");
    // What no scratch database has seen is not taken for known.
    project.manage(["makemigrations", "--no-verify"].iter().chain(&index).chain(&["table=userz"])).ok();
    assert!(project.read(STATE).contains("unproven"));
    let error = project.manage(["makemigrations"]).expect(6).stderr;
    assert!(error.contains("no such table: main.userz"), "{error}");
}

#[test]
fn a_template_of_the_projects_own() {
    let project = Project::sqlite(USER);
    project.manage(["makemigrations"]).ok();
    project.write(
        "templates/migration/view/up.sql.j2",
        "{# name: what it is called #}\n{{ header }}\nCREATE VIEW {{ name | quote }} AS {{ query }};\n",
    );
    project.write("templates/migration/view/down.sql.j2", "-- manage: irreversible\nDROP VIEW {{ name | quote }};\n");
    assert_snapshot!(refused(&project, &["--template", "view"], 3), @r#"
    error: the template `view` needs 2 values
      caused by: not given:
            --set name=VALUE    what it is called
            --set query=VALUE
    hint: call the command again with these flags
    "#);
    let set = [
        "makemigrations",
        "--template",
        "view",
        "--set",
        "name=all names",
        "--set",
        "query=SELECT name AS a FROM users WHERE name = 'b=c'",
    ];
    project.manage(set).ok();
    assert!(project.migrations("default")[1].ends_with("2026-11-21-101501-0000_view"));
    assert!(
        newest(&project, "up.sql").starts_with("-- Made from the template view\n--\n-- Revision: 202611211015010000\n")
    );
    state_is_true(&project);
    let dry = project.manage(set.iter().map(|it| it.replace("all names", "b")).chain(["--dry-run".to_owned()])).ok();
    assert!(dry.stdout.contains("CREATE VIEW b AS"), "{}", dry.stdout);
    project.manage(["migrate"]).ok();
    let error = project.manage(["downgrade", "-1"]).expect(6).stderr;
    assert!(error.contains("irreversible"), "{error}");
}

#[test]
fn bad_flags_are_usage_errors() {
    let project = Project::sqlite(USER);
    project.manage(["makemigrations"]).ok();
    assert_snapshot!(refused(&project, &["--template", "indx"], 2), @r#"
    error: "indx" is no template
    hint: did you mean `index`?
    hint: the templates are `data`, `empty`, `index`
    hint: your own ones are folders: templates/migration/NAME/up.sql.j2, and down.sql.j2 beside it
    "#);
    assert_snapshot!(refused(&project, &["--template", "data"], 3), @r#"
    error: the template `data` needs 3 values
      caused by: not given:
            --set column=VALUE   the column that gets new values
            --set table=VALUE    the table
            --set value=VALUE    the new value, an expression over the row: lower(email)
    hint: call the command again with these flags
    hint: it also takes --set batches=VALUE: how many statements it takes, 10 by default
    hint: it also takes --set key=VALUE: an integer column with an index, by which the table is cut, rowid by default
    hint: it also takes --set where=VALUE: only for rows that meet this condition
    "#);
    for (arguments, expected) in [
        (&["--template", "../../secret"][..], "\"../../secret\" cannot be the name of a template"),
        (&["--template", "empty", "--empty"], "cannot be used with"),
        (&["--template", "empty", "--check"], "cannot be used with"),
        (&["--set", "a=b"], "--template"),
        (&["--empty", "--set", "a=b"], "--set a: the template `empty` has no such blank"),
        (&["--empty", "--set", "ab"], "--set ab: there is no `=` in it"),
        (&["--template", "index", "--set", "tabel=b"], "did you mean `table`?"),
        (&["--template", "index", "--set", "table=b", "--set", "table=c"], "--set table is given twice"),
        (&["--template"], "a value is required"),
    ] {
        let error = refused(&project, arguments, 2);
        assert!(error.contains(expected), "{arguments:?}: {error}");
    }
    project.write(
        "settings.json",
        r#"{"databases": {"a": {"url": "a.sqlite3", "models": ["src/models.rs"]}, "b": {"url": "b.sqlite3", "models": ["src/models.rs"]}}}"#,
    );
    let error = refused(&project, &["--template", "index"], 2);
    assert!(error.contains("--template writes into one database") && error.contains("--database ALIAS"), "{error}");
}

/// What is wrong with an expression of the user's is told as such.
#[test]
fn an_expression_that_is_wrong_is_named() {
    let field = |text: &str| format!("#[derive(Model)]\npub struct User {{\n    id: i64,\n    {text}\n}}\n");
    let name = "name: String,";
    for (fields, flags, expected, remedy) in [
        (
            "name: String,\n    #[model(check = \"agee > 0\", default = 1)]\n    age: i32,".to_owned(),
            &[][..],
            "no such column: agee, in the check `agee > 0` of users",
            "correct it in the model",
        ),
        (
            "name: String,\n    #[model(default = sql(\"nonsense(1)\"))]\n    age: i32,".to_owned(),
            &[],
            "unknown function: nonsense(), in the default `nonsense(1)` of users.age",
            "correct it in the model",
        ),
        (
            "name: String,\n    #[model(generated = \"nam || 1\")]\n    full: Option<String>,".to_owned(),
            &[],
            "no such column: nam, in the expression `nam || 1` of users.full",
            "correct it in the model",
        ),
        (
            "name: i32,".to_owned(),
            &["--using", "users.name=nosuch(name)"],
            "no such function: nosuch, in `--using users.name`",
            "give another expression with `--using users.name`",
        ),
        (
            format!("{name}\n    age: i32,"),
            &["--backfill", "users.age=sql(nam)"],
            "no such column: nam, in `--backfill users.age`",
            "give another value with `--backfill users.age`",
        ),
    ] {
        let project = Project::sqlite(&field(name));
        project.manage(["makemigrations"]).ok();
        project.models(&field(&fields));
        let error = refused(&project, flags, 6);
        assert!(error.contains(expected), "{error}");
        assert!(error.contains(&format!("hint: nothing was written: {remedy}\n")), "{error}");
    }
    let project = Project::sqlite(&field("#[model(check = \"nam <> ''\")]\n    name: String,"));
    assert_snapshot!(refused(&project, &[], 6), @r#"
    error: 2026-11-21-101500-0000_create_users was tried and does not hold: up.sql:7: no such column: nam, in the check `nam <> ''` of users
    hint: nothing was written: correct it in the model
    hint: if it is right as it is, please report it; `--no-verify` writes the migration all the same
    "#);
}

const EMAIL: &str = "#[derive(Model)]\npub struct User {\n    id: i64,\n    email: Option<String>,\n    lower_email: Option<String>,\n}\n";

/// 100,000 rows, most of them close together, and what is still to be done of them.
const ROWS: &str =
    "INSERT INTO users (id, email) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 99998)
    SELECT i * 3, CASE WHEN i % 7 THEN 'A' || i || '@X.org' END FROM n;
    INSERT INTO users (id, email) VALUES (-5000000, 'Left'), (9000000000000000000, 'Right');";
const LEFT: &str = "SELECT count(*) AS line FROM users WHERE lower_email IS NOT lower(email)";

/// A project with such rows, and with a migration that fills a column in.
fn batched(batches: &str) -> Project {
    let project = Project::sqlite(EMAIL);
    project.manage(["makemigrations"]).ok();
    project.manage(["migrate"]).ok();
    dump::execute(&project.file("db.sqlite3"), ROWS);
    let set = ["table=users", "column=lower_email", "value=lower(email)", &format!("batches={batches}")];
    let set = set.iter().flat_map(|set| ["--set", set]);
    project.manage(["makemigrations", "--template", "data"].into_iter().chain(set)).ok();
    state_is_true(&project);
    project
}

fn left(project: &Project) -> String {
    dump::lines(&mut dump::open(&project.file("db.sqlite3")), LEFT).remove(0)
}

#[test]
fn a_batched_update_reads_as_if_written_by_hand() {
    let project = batched("3");
    assert_snapshot!(newest(&project, "up.sql"), @r#"
    -- Update lower_email of users
    --
    -- Revision: 202611211015010000
    -- Revises: 202611211015000000
    -- Created: 2026-11-21 10:15:00 UTC

    -- Each statement takes a part of the table and what is not done yet: all of it can be stopped and run again.

    -- 1 of 3
    UPDATE users
    SET lower_email = lower(email)
    WHERE lower_email IS NOT (lower(email))
      AND rowid <= (SELECT min(rowid) FROM users)
          + ((SELECT max(rowid) FROM users) - (SELECT min(rowid) FROM users)) / 3 * 1;

    -- 2 of 3
    UPDATE users
    SET lower_email = lower(email)
    WHERE lower_email IS NOT (lower(email))
      AND rowid > (SELECT min(rowid) FROM users)
          + ((SELECT max(rowid) FROM users) - (SELECT min(rowid) FROM users)) / 3 * 1
      AND rowid <= (SELECT min(rowid) FROM users)
          + ((SELECT max(rowid) FROM users) - (SELECT min(rowid) FROM users)) / 3 * 2;

    -- 3 of 3: the rest, and what came or changed meanwhile
    UPDATE users
    SET lower_email = lower(email)
    WHERE lower_email IS NOT (lower(email));
    "#);
    assert_snapshot!(newest(&project, "down.sql"), @r#"
    -- Undoes: Update lower_email of users

    -- The new values stay. If the old ones are needed again, write the statement that computes them here.
    SELECT 1;
    "#);
    assert_eq!(newest(&project, "metadata.toml"), "run_in_transaction = false\n");
    assert!(project.migrations("default")[1].ends_with("2026-11-21-101501-0000_update_lower_email_of_users"));
}

#[test]
fn a_batched_update_does_the_same_under_manage_and_diesel() {
    let (ours, theirs) = (batched("10"), batched("10"));
    assert_eq!(left(&ours), "85715");
    ours.manage(["migrate"]).ok();
    theirs.diesel(&["migration", "run"]).ok();
    assert_eq!((left(&ours), left(&theirs)), ("0".to_owned(), "0".to_owned()));
    ours.manage(["downgrade", "-1"]).ok();
    ours.diesel(&["migration", "run"]).ok();
    theirs.diesel(&["migration", "revert"]).ok();
    theirs.manage(["migrate"]).ok();
    let rows = |project: &Project| dump::dump(&project.file("db.sqlite3"));
    assert!(rows(&ours) == rows(&theirs), "the rows differ");
}

/// A deployment that is stopped in the middle, while others write.
#[test]
fn a_batched_update_can_be_stopped_and_run_again() {
    let project = batched("5");
    let database = project.file("db.sqlite3");
    let up = newest(&project, "up.sql");
    let statements: Vec<&str> = up.split_inclusive(';').filter(|part| part.contains("UPDATE")).collect();
    assert_eq!(statements.len(), 5);
    let mut before = 85715;
    for (place, statement) in statements.iter().enumerate() {
        dump::execute(&database, statement);
        if place < 4 {
            // Whoever writes between two statements moves the ranges, and leaves more to be done.
            dump::execute(
                &database,
                &format!(
                    "INSERT INTO users (id, email) VALUES ({}, 'NEW')",
                    9_100_000_000_000_000_000 + i64::try_from(place).unwrap()
                ),
            );
            dump::execute(&database, "UPDATE users SET email = 'CHANGED' WHERE id = 3");
        }
        let now: usize = left(&project).parse().expect("a number");
        assert!(now < before + 2, "{now}");
        before = now;
        if place == 2 {
            // Stopped here, and run from the beginning.
            statements[..place].iter().for_each(|again| dump::execute(&database, again));
        }
    }
    assert_eq!(left(&project), "0");
    project.manage(["migrate"]).ok();
}

#[test]
fn a_batched_update_takes_odd_tables() {
    let project = Project::sqlite(
        "#[derive(Model)]\n#[model(table = \"order\", primary_key(group))]\npub struct Order {\n    #[model(column = \"group\")]\n    group: String,\n    #[model(column = \"odd one\")]\n    odd: i32,\n}\n",
    );
    project.manage(["makemigrations"]).ok();
    project.manage(["migrate"]).ok();
    let database = project.file("db.sqlite3");
    dump::execute(&database, "INSERT INTO \"order\" (\"group\", \"odd one\") VALUES ('a', 1), ('b', 2), ('c', 30)");
    for key in [&[][..], &["--set", "key=group"]] {
        let set =
            ["table=order", "column=odd one", "value=\"odd one\" % 10 -- why", "where=\"group\" <> 'z'", "batches=20"];
        let set = set.iter().flat_map(|set| ["--set", set]);
        project
            .manage(
                ["makemigrations", "-m", "odd", "--template", "data"].into_iter().chain(set).chain(key.iter().copied()),
            )
            .ok();
        project.manage(["migrate"]).ok();
        state_is_true(&project);
    }
    let rows = dump::lines(&mut dump::open(&database), "SELECT \"odd one\" AS line FROM \"order\" ORDER BY 1");
    assert_eq!(rows, ["0", "1", "2"]);
    for (batches, expected) in
        [("0", "`0` is no whole number from 1 to 1000"), ("1001", "`1001` is no"), ("many", "`many` is no")]
    {
        let set = ["table=order", "column=a", "value=1", &format!("batches={batches}")];
        let set: Vec<&str> = set.iter().flat_map(|set| ["--set", set]).collect();
        let error = refused(&project, &[&["--template", "data"][..], &set].concat(), 6);
        assert!(error.contains(expected), "{error}");
    }
}
