//! Migrations made from templates: `makemigrations --template` and `--empty`.

use insta::assert_snapshot;

use crate::migrations::{newest, refused, state_is_true};
use crate::project::Project;
use crate::templates::{AGE, STATE, USER, changed};

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
    hint: it also takes --set key=VALUE: an integer column with an index, by which the table is cut, rowid by default (id on a server)
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
