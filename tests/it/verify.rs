//! `manage verify`: every migration forward, back and forward again, on a scratch database with rows.

use crate::process::{Process, until};
use crate::project::{Project, Run};
use crate::servers::{Kind, Role};
use crate::together::add;

/// A project without models for each kind of database.
fn all() -> [Project; 3] {
    [Project::sqlite(""), Project::postgres(""), Project::mysql("")]
}

/// What a run says to standard output, with the folder of the project and the heading left out.
fn said(run: &Run) -> Vec<String> {
    run.stdout.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn what_holds_is_said_to_hold() {
    for project in all() {
        add(
            &project,
            "1_users",
            "CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, name VARCHAR(20) NOT NULL UNIQUE, age INTEGER CHECK (age > 17));\n",
            "DROP TABLE users;\n",
        );
        add(
            &project,
            "2_posts",
            "CREATE TABLE posts (id INTEGER PRIMARY KEY NOT NULL, author INTEGER NOT NULL, FOREIGN KEY (author) REFERENCES users (id));\nALTER TABLE users ADD COLUMN mail VARCHAR(50);\nUPDATE users SET mail = name;\n",
            "ALTER TABLE users DROP COLUMN mail;\nDROP TABLE posts;\n",
        );
        add(
            &project,
            "3_rename",
            "ALTER TABLE users RENAME COLUMN name TO title;\nALTER TABLE posts RENAME TO texts;\n",
            "ALTER TABLE texts RENAME TO posts;\nALTER TABLE users RENAME COLUMN title TO name;\n",
        );
        add(&project, "4_final", "DROP TABLE texts;\n", "-- manage: irreversible\n");
        let run = project.manage(["verify"]).ok();
        let irreversible = "4_final cannot be undone: ";
        let lines = said(&run);
        assert_eq!(lines.len(), 2, "{}", run.stdout);
        assert!(lines[0].contains("irreversible") && lines[0].contains(irreversible), "{}", run.stdout);
        assert_eq!(lines[1], "  4 of 4 hold, 1 irreversible");
        assert!(!project.file("db.sqlite3").exists(), "nothing is done to the database");
    }
}

#[test]
fn what_does_not_hold_is_found() {
    for project in all() {
        add(
            &project,
            "1_users",
            "CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, name VARCHAR(20) NOT NULL, mail VARCHAR(20));\n",
            "DROP TABLE users;\n",
        );
        add(&project, "2_forgets", "ALTER TABLE users ADD COLUMN age INTEGER;\n", "SELECT 1;\n");
        add(&project, "3_breaks", "CREATE TABLE a (id INTEGER PRIMARY KEY NOT NULL);\n", "DROP TABLE b;\n");
        add(
            &project,
            "4_loses",
            "ALTER TABLE users DROP COLUMN mail;\nALTER TABLE users ADD COLUMN mail VARCHAR(20);\n",
            "SELECT 1;\n",
        );
        add(&project, "5_fine", "CREATE TABLE c (id INTEGER PRIMARY KEY NOT NULL);\n", "DROP TABLE c;\n");
        add(&project, "6_clears", "DELETE FROM users;\n", "SELECT 1;\n");
        let run = project.manage(["verify"]).expect(1);
        let found: Vec<String> = said(&run).into_iter().filter(|line| line.contains("does not hold")).collect();
        assert_eq!(
            found,
            [
                "  does not hold 2_forgets: down.sql does not lead back to what was before",
                "  does not hold 2_forgets: up.sql fails after down.sql",
                "  does not hold 3_breaks: down.sql fails",
                "  does not hold 4_loses: up.sql loses what nobody agreed to lose",
            ],
            "{}",
            run.stdout
        );
        for detail in [
            "      column users.age is there too many",
            "down.sql:1: ",
            "      values of users.mail are lost",
            "  3 of 6 hold",
        ] {
            assert!(run.stdout.contains(detail), "{detail}: {}", run.stdout);
        }
        assert_eq!(project.manage(["verify"]).expect(1).stdout, run.stdout, "the same rows find the same");
        let from = project.manage(["verify", "--from", "5_fine"]).ok();
        assert_eq!(said(&from), ["  2 of 2 hold"], "{}", from.stdout);
    }
}

#[test]
fn a_rebuild_that_forgets_a_column_or_takes_children_along_is_found() {
    let project = Project::sqlite("");
    add(
        &project,
        "1_users",
        "CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL, mail TEXT);\nCREATE TABLE posts (id INTEGER PRIMARY KEY NOT NULL, author INTEGER REFERENCES users (id) ON DELETE CASCADE);\n",
        "DROP TABLE posts;\nDROP TABLE users;\n",
    );
    add(
        &project,
        "2_rebuild",
        "CREATE TABLE new (id INTEGER PRIMARY KEY NOT NULL, name VARCHAR NOT NULL, mail TEXT);\nINSERT INTO new (id, name) SELECT id, name FROM users;\nDROP TABLE users;\nALTER TABLE new RENAME TO users;\n",
        "CREATE TABLE new (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL, mail TEXT);\nINSERT INTO new SELECT * FROM users;\nDROP TABLE users;\nALTER TABLE new RENAME TO users;\n",
    );
    let run = project.manage(["verify"]).expect(1);
    assert_eq!(
        said(&run),
        [
            "  does not hold 2_rebuild: up.sql loses what nobody agreed to lose",
            "      values of users.mail are lost",
            "  1 of 2 hold"
        ],
        "children stay, as `migrate` switches foreign keys off for it"
    );
}

#[test]
fn rows_that_a_migration_does_not_take_are_told_of() {
    let project = Project::sqlite("");
    add(&project, "1_a", "CREATE TABLE a (id INTEGER PRIMARY KEY NOT NULL, b TEXT);\n", "DROP TABLE a;\n");
    add(
        &project,
        "2_same",
        "ALTER TABLE a ADD COLUMN c INTEGER NOT NULL DEFAULT 1;\nCREATE UNIQUE INDEX i ON a (c);\n",
        "DROP INDEX i;\nALTER TABLE a DROP COLUMN c;\n",
    );
    add(
        &project,
        "3_odd",
        "CREATE TABLE odd (id INTEGER PRIMARY KEY NOT NULL, a TEXT CHECK (a = char(7) || 'x' AND a IS NOT NULL));\n",
        "DROP TABLE odd;\n",
    );
    let run = project.manage(["verify"]).ok();
    assert!(
        run.stdout
            .contains("note 2_same: with rows it fails, so that it was tried with one row in each table: up.sql:2: "),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("note 3_odd: no rows could be made up for odd, "), "{}", run.stdout);
    assert!(run.stdout.ends_with("  3 of 3 hold\n"), "{}", run.stdout);
}

#[test]
fn circles_of_keys_get_rows() {
    for project in all() {
        add(
            &project,
            "1_circle",
            "CREATE TABLE a (id INTEGER PRIMARY KEY NOT NULL, b INTEGER);\nCREATE TABLE b (id INTEGER PRIMARY KEY NOT NULL, a INTEGER NOT NULL, FOREIGN KEY (a) REFERENCES a (id));\n",
            "DROP TABLE b;\nDROP TABLE a;\n",
        );
        add(
            &project,
            "2_loses",
            "DROP TABLE b;\nCREATE TABLE b (id INTEGER PRIMARY KEY NOT NULL, a INTEGER NOT NULL, FOREIGN KEY (a) REFERENCES a (id));\n",
            "SELECT 1;\n",
        );
        let run = project.manage(["verify"]).expect(1);
        assert!(run.stdout.contains("      3 of 3 rows of b are lost\n"), "{}", run.stdout);
    }
}

#[test]
fn schema_json_that_says_something_else_is_found() {
    let project = Project::sqlite("#[derive(Model)] struct User { id: i64, name: String }");
    project.manage(["makemigrations"]).ok();
    project.manage(["verify"]).ok();
    let file = "app_migrations/default/schema.json";
    project.write(file, project.read(file).replace("\"name\": \"name\"", "\"name\": \"title\""));
    let run = project.manage(["verify"]).expect(1);
    assert!(
        run.stdout.contains("does not hold schema.json does not say what the migrations lead to\n"),
        "{}",
        run.stdout
    );
}

#[test]
fn what_cannot_be_run_at_all_is_an_error() {
    let project = Project::sqlite("");
    add(&project, "1_bad", "CREATE TABLE a (;\n", "SELECT 1;\n");
    let run = project.manage(["verify"]).expect(6);
    assert!(run.stderr.contains("error: 1_bad does not apply to an empty database: up.sql:1: "), "{}", run.stderr);
    let unknown = project.manage(["verify", "--from", "nine"]).expect(2);
    assert!(unknown.stderr.contains("nine"), "{}", unknown.stderr);
}

#[test]
fn scratch_databases_are_gone_afterwards() {
    for project in [Project::postgres(""), Project::mysql("")] {
        let database = project.database();
        add(&project, "1_a", "CREATE TABLE a (id INTEGER PRIMARY KEY NOT NULL);\n", "DROP TABLE b;\n");
        let process = Process::start(&mut project.command(["verify"]));
        let id = process.id();
        process.ends(&project).expect(1);
        assert!(database.scratch_databases(&format!("_{id}_")).is_empty());
        assert!(database.dump().rows.is_empty(), "nothing was done to the database");
    }
}

/// In the middle of a migration, forward, back, and while rows are made up for it.
#[test]
fn an_interrupted_one_takes_its_scratch_databases_with_it() {
    for (project, sleep) in [(Project::postgres(""), "SELECT pg_sleep(900)"), (Project::mysql(""), "DO SLEEP(900)")] {
        let database = project.database();
        let table = "CREATE TABLE a (id INTEGER PRIMARY KEY NOT NULL);\n";
        add(&project, "1_a", table, "DROP TABLE a;\n");
        for (up, down) in
            [(format!("{sleep};\n"), "SELECT 1;\n".to_owned()), ("SELECT 1;\n".to_owned(), format!("{sleep};\n"))]
        {
            add(&project, "2_long", &up, &down);
            for (signal, code, word) in [("INT", 130, "interrupted"), ("TERM", 143, "terminated")] {
                let process = Process::start(&mut project.command(["verify"]));
                let of = format!("_{}_", process.id());
                until("it sleeps", || sleeping(&project, &of) == 1);
                process.signal(signal);
                let run = process.ends(&project).expect(code);
                assert!(run.stderr.contains(&format!("error: {word}\n")), "{}", run.stderr);
                assert!(database.scratch_databases(&of).is_empty(), "{signal}");
                assert!(database.dump().rows.is_empty(), "nothing was done to the database");
            }
        }
    }
}

/// How many sessions sleep in a database with this in its name.
fn sleeping(project: &Project, of: &str) -> usize {
    let database = project.database();
    let query = match database.server.kind {
        Kind::Postgres => {
            "SELECT datname FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'"
        }
        Kind::Mysql => "SELECT db FROM information_schema.processlist WHERE info LIKE 'DO SLEEP%'",
    };
    database.sql_as(Role::Admin, query).lines().filter(|name| name.contains(of)).count()
}

#[test]
fn rows_that_lead_nowhere_afterwards_are_found() {
    const TABLES: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, name VARCHAR(9));\nCREATE TABLE posts (id INTEGER PRIMARY KEY NOT NULL, author INTEGER, CONSTRAINT author FOREIGN KEY (author) REFERENCES users (id));\n";
    let (sqlite, mysql) = (Project::sqlite(""), Project::mysql(""));
    for (project, off, on) in [
        (&sqlite, "PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON"),
        (&mysql, "SET foreign_key_checks = 0", "SET foreign_key_checks = 1"),
    ] {
        add(project, "1_tables", TABLES, "DROP TABLE posts;\nDROP TABLE users;\n");
        let some = format!("{off};\nDELETE FROM users WHERE id > 1;\n{on};\n");
        add(project, "2_forward", &some, "SELECT 1;\n");
        add(project, "3_fine", "DELETE FROM posts;\nDELETE FROM users;\n", "SELECT 1;\n");
        add(
            project,
            "4_back",
            "CREATE TABLE c (i INTEGER);\n",
            &format!("{off};\nDELETE FROM users;\n{on};\nDROP TABLE c;\n"),
        );
        for name in ["2_forward", "4_back"] {
            project.write(&format!("app_migrations/default/{name}/metadata.toml"), "run_in_transaction = false\n");
        }
        let run = project.manage(["verify"]).expect(1);
        let found: Vec<String> = said(&run).into_iter().filter(|line| !line.contains("note")).collect();
        assert_eq!(
            found,
            [
                "  does not hold 2_forward: up.sql leaves rows that lead nowhere",
                "      1 row of posts refer to rows of users that are not there",
                "  does not hold 4_back: down.sql leaves rows that lead nowhere",
                "      2 rows of posts refer to rows of users that are not there",
                "  2 of 4 hold"
            ],
            "{}",
            run.stdout
        );
    }
}

/// What was lost, or left out, before must not hide what is lost after it.
#[test]
fn each_loss_is_found_whatever_came_before() {
    const REBUILD: &str = "CREATE TABLE t_new (id INTEGER PRIMARY KEY NOT NULL, name VARCHAR(20), more VARCHAR(20));\nINSERT INTO t_new (id, name, more) SELECT id, name, more FROM t WHERE id > 1;\nDROP TABLE t;\nALTER TABLE t_new RENAME TO t;\n";
    for (first, more) in [
        ("DELETE FROM t;\n", "more VARCHAR(20)"),
        ("UPDATE t SET more = NULL;\n", "more VARCHAR(20)"),
        // Rows of which there is more than one make it fail.
        (
            "ALTER TABLE t ADD COLUMN one INTEGER DEFAULT 1;\nCREATE UNIQUE INDEX i ON t (one);\nDROP INDEX i /**/;\nALTER TABLE t DROP COLUMN one;\n",
            "more VARCHAR(20)",
        ),
        ("DELETE FROM t WHERE id > 0;\n", "more VARCHAR(20)"),
    ] {
        for project in all() {
            let is_mysql = project.read("settings.json").contains("mysql:");
            let first =
                if is_mysql { first.replace("DROP INDEX i /**/", "DROP INDEX i ON t") } else { first.to_owned() };
            let table = format!("CREATE TABLE t (id INTEGER PRIMARY KEY NOT NULL, name VARCHAR(20), {more});\n");
            add(&project, "1_table", &table, "DROP TABLE t;\n");
            add(&project, "2_first", &first, "SELECT 1;\n");
            for (name, kept) in [("3_copy", "id > 1"), ("4_again", "id <> 3")] {
                add(&project, name, &REBUILD.replace("id > 1", kept), "-- manage: irreversible\n");
            }
            let forgets = REBUILD.replace("(id, name, more) SELECT id, name, more", "(id, name) SELECT id, name");
            add(&project, "5_forgets", &forgets.replace(" WHERE id > 1", ""), "-- manage: irreversible\n");
            let run = project.manage(["verify"]).expect(1);
            let found: Vec<String> = said(&run).into_iter().filter(|line| line.starts_with("      ")).collect();
            let lost = "      1 of 3 rows of t are lost";
            assert_eq!(found, [lost, lost, "      values of t.more are lost"], "{first}: {}", run.stdout);
        }
    }
}

#[test]
fn new_columns_get_values_that_can_be_lost() {
    for project in all() {
        add(&project, "1_table", "CREATE TABLE t (id INTEGER PRIMARY KEY NOT NULL);\n", "DROP TABLE t;\n");
        add(&project, "2_more", "ALTER TABLE t ADD COLUMN more VARCHAR(20);\n", "ALTER TABLE t DROP COLUMN more;\n");
        add(
            &project,
            "3_flag",
            "ALTER TABLE t ADD COLUMN flag INTEGER NOT NULL DEFAULT 0;\n",
            "ALTER TABLE t DROP COLUMN flag;\n",
        );
        add(
            &project,
            "4_forgets",
            "CREATE TABLE n (id INTEGER PRIMARY KEY NOT NULL, more VARCHAR(20), flag INTEGER NOT NULL DEFAULT 0);\nINSERT INTO n (id) SELECT id FROM t;\nDROP TABLE t;\nALTER TABLE n RENAME TO t;\n",
            "-- manage: irreversible\n",
        );
        let run = project.manage(["verify"]).expect(1);
        assert!(
            run.stdout.contains("      values of t.more are lost\n      values of t.flag are lost\n"),
            "{}",
            run.stdout
        );
        assert!(run.stdout.ends_with("  3 of 4 hold, 1 irreversible\n"), "{}", run.stdout);
    }
}

#[test]
fn a_rebuild_that_takes_one_column_for_another_is_found() {
    for (items, rest, found) in [
        ("id, email, email, a, b", "u", "values of u.phone are changed"),
        ("id, phone, email, a, b", "u", "values of u.email are changed"),
        ("id, email, phone, b, a", "u", "values of u.a are changed"),
        (
            "x.id, x.email, y.phone, x.a, x.b",
            "u x JOIN u y ON x.id = 4 - y.id",
            "the values of u stand in other rows than before",
        ),
        ("id, email, phone, a, a", "u", "values of u.b are changed"),
        ("*", "u", ""),
        ("id, u.email, u.phone AS phone, a, b", "u", ""),
        // What is computed is meant.
        ("id, email, lower(phone), a + 1, b", "u", ""),
        ("u.id, email, v.email, a, b", "u JOIN v ON v.id = u.id", ""),
    ] {
        for project in all() {
            let columns =
                "(id INTEGER PRIMARY KEY NOT NULL, email VARCHAR(30), phone VARCHAR(30), a INTEGER, b INTEGER)";
            let tables = format!(
                "CREATE TABLE u {columns};\nCREATE TABLE v (id INTEGER PRIMARY KEY NOT NULL, mail VARCHAR(30));\n"
            );
            add(&project, "1_u", &tables, "DROP TABLE v;\nDROP TABLE u;\n");
            let items = items.replace("v.email", "v.mail").replace("email, v.mail", "u.email, v.mail");
            let rebuild = format!(
                "CREATE TABLE u2 {columns};\nINSERT INTO u2 (id, email, phone, a, b) SELECT {items} FROM {rest};\nDROP TABLE u;\nALTER TABLE u2 RENAME TO u;\n"
            );
            add(&project, "2_rebuild", &rebuild, "-- manage: irreversible\n");
            let run = project.manage(["verify"]).expect(i32::from(!found.is_empty()));
            assert!(run.stdout.contains(found), "{items} FROM {rest}: {}", run.stdout);
        }
    }
}

/// Also of types that extensions bring, and that migrations make.
#[test]
fn rows_are_made_up_for_every_type() {
    const TYPES: &str = "ltree lquery citext hstore int4range int8range numrange tsrange tstzrange daterange int4multirange inet cidr macaddr macaddr8 tsvector tsquery box circle line lseg path polygon point money xml jsonb json jsonpath bit bit(3) varbit varbit(2) interval pg_lsn oid uuid bytea name char regclass txid_snapshot timetz text[] int[] uuid[] jsonb[] timestamptz[] numeric(3,2) numeric(2,2) real date timestamptz varchar(1) char(2) positive mail pair mood mood[] other.mood floatrange";
    let project = Project::postgres("");
    project.write(
        "settings.json",
        project
            .read("settings.json")
            .replace(project.database().url().as_str(), &project.database().url_as(Role::Admin)),
    );
    add(
        &project,
        "1_types",
        "CREATE EXTENSION ltree; CREATE EXTENSION citext; CREATE EXTENSION hstore;
         CREATE DOMAIN positive AS integer CHECK (VALUE > 0); CREATE DOMAIN mail AS text CHECK (VALUE LIKE '%@%');
         CREATE TYPE pair AS (a integer, b numeric(3, 2)); CREATE TYPE mood AS ENUM ('a', 'b');
         CREATE TYPE floatrange AS RANGE (subtype = float8); CREATE SCHEMA other; CREATE TYPE other.mood AS ENUM ('c');\n",
        "-- manage: irreversible\n",
    );
    let types: Vec<String> =
        TYPES.split(' ').enumerate().map(|(number, name)| format!("c{number} {name} NOT NULL")).collect();
    let all = format!("CREATE TABLE many (id INTEGER PRIMARY KEY, {});\n", types.join(", "));
    add(&project, "2_all", &all, "DROP TABLE many;\n");
    add(
        &project,
        "3_child",
        "CREATE TABLE child (many INTEGER NOT NULL REFERENCES many, at tsrange UNIQUE);\n",
        "DROP TABLE child;\n",
    );
    add(
        &project,
        "4_loses",
        "CREATE TABLE n AS SELECT * FROM child LIMIT 1; DROP TABLE child; ALTER TABLE n RENAME TO child;\n",
        "-- manage: irreversible\n",
    );
    let run = project.manage(["verify"]).expect(1);
    assert!(!run.stdout.contains("no rows"), "{}", run.stdout);
    assert!(run.stdout.contains("      2 of 3 rows of child are lost\n"), "{}", run.stdout);
}

/// What refers to the tables of a library has rows as well.
#[test]
fn tables_of_several_directories_get_rows() {
    for project in all() {
        let text = project.read("settings.json");
        let several = r#""migrations": ["app_migrations/default", "library"], "#;
        project.write("settings.json", text.replacen(r#""models""#, &format!("{several}\"models\""), 1));
        project.write("library/0_library/up.sql", "CREATE TABLE library (id VARCHAR(36) PRIMARY KEY NOT NULL);\n");
        project.write("library/0_library/down.sql", "DROP TABLE library;\n");
        add(
            &project,
            "1_own",
            "CREATE TABLE own (id INTEGER PRIMARY KEY NOT NULL, book VARCHAR(36) NOT NULL, FOREIGN KEY (book) REFERENCES library (id));\n",
            "DROP TABLE own;\n",
        );
        add(
            &project,
            "2_loses",
            "CREATE TABLE n (id INTEGER PRIMARY KEY NOT NULL, book VARCHAR(36) NOT NULL);\nDROP TABLE own;\nALTER TABLE n RENAME TO own;\n",
            "-- manage: irreversible\n",
        );
        let run = project.manage(["verify"]).expect(1);
        assert!(!run.stdout.contains("no rows"), "{}", run.stdout);
        assert!(run.stdout.contains("      3 of 3 rows of own are lost\n"), "{}", run.stdout);
    }
}
