//! What a migration, a role or a database does to the session never leads to a second ledger.

use crate::project::Project;
use crate::servers::{Database, Role};
use crate::together::add;

/// How many ledgers there are, and what is in the one of `public`.
fn ledgers(database: &Database) -> String {
    database.sql_as(
        Role::Admin,
        "SELECT count(*), (SELECT count(*) FROM public.__diesel_schema_migrations) FROM pg_class WHERE relname = '__diesel_schema_migrations' AND relkind = 'r'",
    )
}

fn changes(project: &Project) {
    add(
        project,
        "1_dump",
        "SELECT pg_catalog.set_config('search_path', '', false);\nCREATE TABLE public.a (i INTEGER);\n",
        "DROP TABLE a;\n",
    );
    add(
        project,
        "2_set",
        "CREATE SCHEMA app;\nSET search_path = app;\nCREATE TABLE b (i INTEGER);\n",
        "DROP SCHEMA app CASCADE;\n",
    );
    add(project, "3_local", "SET LOCAL search_path = app;\nCREATE TABLE c (i INTEGER);\n", "DROP TABLE app.c;\n");
    add(project, "4_role", "SET ROLE manage_creator;\nSET work_mem = '5MB';\n", "SELECT 1;\n");
    add(
        project,
        "5_by_hand",
        "BEGIN;\nSET LOCAL search_path = app;\nCREATE TABLE d (i INTEGER);\nCOMMIT;\nSET search_path = app;\nCREATE TABLE e (i INTEGER);\n",
        "SET search_path = app;\nDROP TABLE d;\nDROP TABLE e;\n",
    );
    project.write("app_migrations/default/5_by_hand/metadata.toml", "run_in_transaction = false\n");
    // A schema named like the role comes first where the path begins with \"$user\".
    add(
        project,
        "6_own",
        "CREATE SCHEMA manage_creator;\nCREATE TABLE public.f AS SELECT current_setting('work_mem') AS m;\n",
        "DROP TABLE f;\nDROP SCHEMA manage_creator CASCADE;\n",
    );
    add(
        project,
        "7_function",
        "DO $$ BEGIN PERFORM set_config('search_path', 'app', false); END $$;\nCREATE TABLE g (i INTEGER);\n",
        "DROP TABLE app.g;\n",
    );
}

#[test]
fn one_by_one_and_together_there_is_one_ledger() {
    for one_by_one in [false, true] {
        let project = Project::postgres("");
        let database = project.database();
        changes(&project);
        if one_by_one {
            for _ in 0..7 {
                project.manage(["migrate", "+1"]).ok();
            }
        } else {
            project.manage(["migrate"]).ok();
        }
        assert_eq!(ledgers(database), "1\t7\n");
        assert_eq!(database.sql("SELECT string_agg(relname, ',' ORDER BY relname) FROM pg_class WHERE relnamespace = 'app'::regnamespace AND relkind = 'r'"), "b,c,d,e,g\n");
        assert_eq!(database.sql("SELECT count(*) FROM public.f WHERE m = '5MB'"), "0\n");
        assert!(project.manage(["migrate"]).ok().stderr.contains("nothing to apply"));
        let list = project.manage(["showmigrations"]).ok();
        assert_eq!(list.stdout.matches("[X]").count(), 7, "{}", list.stdout);
        project.manage(["downgrade", "base"]).ok();
        assert_eq!(ledgers(database), "1\t0\n");
        project.manage(["migrate"]).ok();
        assert_eq!(ledgers(database), "1\t7\n");
    }
}

#[test]
fn a_role_that_looks_elsewhere_does_not_begin_a_second_ledger() {
    let project = Project::postgres("");
    let database = project.database();
    add(&project, "1_create", "CREATE TABLE a (i INTEGER);\n", "DROP TABLE a;\n");
    project.manage(["migrate"]).ok();
    database.sql_as(Role::Admin, "CREATE SCHEMA app AUTHORIZATION manage_plain");
    database
        .sql_as(Role::Admin, &format!("ALTER ROLE manage_plain IN DATABASE {} SET search_path = app", database.name));
    let as_plain = |more: &str| {
        let url = database.url_as(Role::Plain);
        project.write("settings.json", format!(r#"{{"databases": {{"default": {{"url": "{url}"{more}}}}}}}"#));
    };
    as_plain("");
    for command in ["migrate", "showmigrations", "downgrade"] {
        let arguments: &[&str] = if command == "downgrade" { &["downgrade", "base"] } else { &[command] };
        let run = project.manage(arguments).expect(5);
        assert!(
            run.stderr.contains(
                "the ledger __diesel_schema_migrations is in the schema `public`, and tables are looked for in `app`"
            ),
            "{}",
            run.stderr
        );
        assert!(run.stderr.contains("hint: ") && run.stderr.contains("search_path"), "{}", run.stderr);
    }
    assert_eq!(ledgers(database), "1\t1\n");
    // Who says that it is to be so has a history there.
    as_plain(r#", "session": ["SET search_path = app"]"#);
    project.manage(["migrate"]).ok();
    assert_eq!(ledgers(database), "2\t1\n");
    let list = project.manage(["showmigrations"]).ok();
    assert!(list.stdout.contains("[X] 1_create"), "{}", list.stdout);
    assert_eq!(database.sql_as(Role::Admin, "SELECT count(*) FROM app.a"), "0\n");
}

#[test]
fn the_way_in_which_a_database_shows_dates_does_not_make_the_journal_stale() {
    let project = Project::postgres("");
    let database = project.database();
    add(&project, "1_create", "CREATE TABLE a (i INTEGER);\n", "DROP TABLE a;\n");
    project.manage(["migrate"]).ok();
    database.sql_as(Role::Admin, &format!("ALTER DATABASE {} SET datestyle = 'German, DMY'", database.name));
    add(&project, "1_create", "CREATE TABLE a (j INTEGER);\n", "DROP TABLE a;\n");
    let list = project.manage(["showmigrations"]).ok();
    assert!(list.stdout.contains("[!] 1_create"), "{}", list.stdout);
}

#[test]
fn old_strings_are_read_as_under_diesel() {
    let project = Project::postgres("");
    let database = project.database();
    let other = Database::postgres();
    for database in [database, &other] {
        let off = format!("ALTER DATABASE {} SET standard_conforming_strings = off", database.name);
        database.sql_as(Role::Admin, &off);
    }
    add(
        &project,
        "1_create",
        "CREATE TABLE a (t TEXT DEFAULT 'd\\\\d');\nINSERT INTO a VALUES ('x\\ty'), (E'e\\'e'), ($$'\\'$$);\n",
        "DELETE FROM a WHERE t = 'C:\\new';\nDROP TABLE a;\n",
    );
    add(&project, "2_more", "INSERT INTO a VALUES ('\\\\'), ('\\\\'';');\n", "DELETE FROM a WHERE t = 'it\\\\';\n");
    project.diesel_on(&other, &["migration", "run"]).ok();
    project.manage(["migrate"]).ok();
    let rows = "SELECT encode(convert_to(string_agg(t, '|' ORDER BY t COLLATE \"C\"), 'UTF8'), 'hex') FROM a";
    assert_eq!(database.sql(rows), other.sql(rows));
    // What is written down is what is in the files.
    let down = std::fs::read_to_string(project.file("app_migrations/default/1_create/down.sql")).expect("a file");
    let kept = database.sql("SELECT encode(convert_to(down, 'UTF8'), 'hex') FROM __manage_journal WHERE version = '1'");
    let expected: String = down.bytes().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(kept.trim_end(), expected);
    // Where a string ends in two ways, and there is a statement in what is between them.
    add(&project, "3_doubtful", "INSERT INTO a VALUES ('\\'; DROP TABLE a; --');\n", "SELECT 1;\n");
    let run = project.manage(["migrate"]).expect(6);
    assert!(run.stderr.contains("a backslash stands before a quote"), "{}", run.stderr);
    assert!(run.stderr.contains("hint: begin the string with E"), "{}", run.stderr);
    let settings = project.read("settings.json");
    let own = r#""session": ["SET standard_conforming_strings = on"], "url""#;
    project.write("settings.json", settings.replacen(r#""url""#, own, 1));
    add(&project, "3_doubtful", "INSERT INTO a VALUES ('\\');\n", "SELECT 1;\n");
    project.manage(["migrate"]).ok();
    assert_eq!(database.sql("SELECT count(*) FROM a WHERE t = E'\\\\'"), "2\n");
}
