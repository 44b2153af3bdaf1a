//! Schemas that SQLite takes and that no model would make: virtual tables, free-form types, SQL of newer versions.

use crate::dump::{dump, execute};
use crate::project::Project;

fn project(up: &str, schema: &str) -> Project {
    let project = Project::sqlite(schema);
    project.write("app_migrations/default/2020-01-01-000000_odd/up.sql", up);
    project.write("app_migrations/default/2020-01-01-000000_odd/down.sql", "SELECT 1;");
    project
}

/// Full-text search keeps its words in tables of its own, which are nobody's to manage; and a table that it follows by
/// triggers can be made anew.
#[test]
fn a_virtual_table_and_what_it_keeps_its_contents_in() {
    let up = "
        CREATE TABLE posts (id INTEGER PRIMARY KEY NOT NULL, title TEXT NOT NULL, score INTEGER NOT NULL);
        CREATE VIRTUAL TABLE posts_fts USING fts5(title, content='posts', content_rowid='id');
        CREATE TRIGGER posts_ai AFTER INSERT ON posts BEGIN
            INSERT INTO posts_fts (rowid, title) VALUES (new.id, new.title);
        END;
        CREATE TRIGGER posts_ad AFTER DELETE ON posts BEGIN
            INSERT INTO posts_fts (posts_fts, rowid, title) VALUES ('delete', old.id, old.title);
        END;
        CREATE VIRTUAL TABLE notes USING fts5(body);
        CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1);
        INSERT INTO posts VALUES (1, 'a word', 3);
        INSERT INTO notes VALUES ('another word');
    ";
    let models = "diesel::table! { posts (id) { id -> Integer, title -> Text, score -> Integer, } }\n";
    // A virtual table can be declared, for queries.
    let declared = "diesel::table! { notes (rowid) { rowid -> Integer, body -> Text, } }\n";
    for schema in [models.to_owned(), format!("{models}{declared}")] {
        let project = project(up, &schema);
        let run = project.manage(["makemigrations", "--check"]).ok();
        assert_eq!(run.stdout, "No changes detected\n");
        assert_eq!(
            run.stderr.contains("note: notes is a virtual table: left alone"),
            schema != models,
            "{}",
            run.stderr
        );
        project.manage(["migrate"]).ok();
        let database = project.file("db.sqlite3");
        // The table is made anew: score gets another type.
        project.models(&schema.replace("score -> Integer", "score -> Text"));
        project.manage(["makemigrations"]).ok();
        project.manage(["migrate"]).ok();
        let found = |word: &str| {
            let query = format!("SELECT rowid AS line FROM posts_fts WHERE posts_fts MATCH '{word}'");
            crate::dump::lines(&mut crate::dump::open(&database), &query)
        };
        assert_eq!(found("word"), ["1"]);
        execute(&database, "INSERT INTO posts VALUES (2, 'second', '4')");
        assert_eq!(found("second"), ["2"]);
        execute(&database, "DELETE FROM posts WHERE id = 2");
        assert_eq!(found("second"), [""; 0]);
        project.manage(["downgrade", "-1"]).ok();
        assert_eq!(found("word"), ["1"]);
        project.manage(["migrate"]).ok();
        project.diesel(&["migration", "revert"]).ok();
        assert_eq!(found("word"), ["1"]);
    }
}

/// `diesel print-schema` prints the tables that a virtual table keeps its contents in as if they were anybody's.
#[test]
fn what_diesel_prints_of_virtual_tables_is_no_change() {
    let up = "CREATE TABLE posts (id INTEGER PRIMARY KEY NOT NULL, title TEXT NOT NULL);
        CREATE VIRTUAL TABLE \"posts fts\" USING fts5(title, content='posts', content_rowid='id');
        CREATE VIRTUAL TABLE notes USING /* the newest */ FTS5(body);
        CREATE VIRTUAL TABLE words USING fts4(body);
        CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1);
        CREATE TABLE notes_data_of_others (id INTEGER PRIMARY KEY NOT NULL);";
    let project = project(up, "");
    project.diesel(&["migration", "run"]).ok();
    let schema = project.diesel(&["print-schema"]).ok().stdout;
    assert!(["notes_data", "words_segdir", "boxes_node"].iter().all(|name| schema.contains(name)), "{schema}");
    project.models(&schema);
    let run = project.manage(["makemigrations", "--check"]).ok();
    assert_eq!(run.stdout, "No changes detected\n");
    let note = "note: the virtual table notes keeps its contents there: left alone: notes_config, notes_content, notes_data, \
                notes_docsize, notes_idx\n";
    assert!(run.stderr.contains(note), "{}", run.stderr);
    // A table of one's own is one, whatever it is called.
    project.models(&schema.replace("notes_data_of_others", "notes_vocabulary"));
    let run = project.manage(["makemigrations", "--check"]).expect(1);
    assert_eq!(run.stdout.matches("notes_").count(), 2, "{}", run.stdout);
}

#[test]
fn types_in_free_form_are_read_as_diesel_reads_them_and_stay_as_they_are() {
    let up = "CREATE TABLE odd (
            id UNSIGNED BIG INT NOT NULL PRIMARY KEY, a TEXT KEY, b TEXT[], c, d VARCHAR (20), e DOUBLE PRECISION,
            f DECIMAL(10, 5), g \"my type\" , h [INT] , i NATIVE CHARACTER(70), j CHARACTER VARYING ( 5 ), k INT(11),
            l TINYINT(1), m DATETIME, n BLOB SUB_TYPE TEXT, o STRING
        );
        INSERT INTO odd (id, a, b, c, e, h) VALUES (1, 'a', '{x}', x'01', 1.5, 7);";
    // What `diesel print-schema` prints, but for g and o, of which it has no idea.
    let schema =
        "diesel::table! { odd (id) { id -> BigInt, a -> Nullable<Text>, b -> Nullable<Text>, c -> Nullable<Binary>,
        d -> Nullable<Text>, e -> Nullable<Double>, f -> Nullable<Double>, g -> Nullable<Text>, h -> Nullable<Integer>,
        i -> Nullable<Text>, j -> Nullable<Text>, k -> Nullable<Integer>, l -> Nullable<Bool>, m -> Nullable<Timestamp>,
        n -> Nullable<Text>, o -> Nullable<Text>, } }";
    let project = project(up, schema);
    let run = project.manage(["makemigrations", "--check"]).ok();
    assert_eq!(run.stdout, "No changes detected\n");
    for (ty, column) in [("my type", "g"), ("STRING", "o")] {
        let note = format!(
            "the database has {ty}, which `diesel print-schema` cannot read: left as the migrations have it: odd.{column}\n"
        );
        assert!(run.stderr.contains(&note), "{}", run.stderr);
    }
    project.manage(["migrate"]).ok();
    let before = dump(&project.file("db.sqlite3"));
    // A rebuild keeps them, to the letter.
    project.models(&schema.replace("k -> Nullable<Integer>", "k -> Nullable<Text>"));
    project.manage(["makemigrations"]).ok();
    project.manage(["migrate"]).ok();
    let after = dump(&project.file("db.sqlite3"));
    assert_eq!(after.schema, before.schema.replace("[\"k\",\"INT(11)\"", "[\"k\",\"TEXT\""));
    assert_eq!(after.rows, before.rows);
    project.manage(["downgrade", "-1"]).ok();
    assert_eq!(dump(&project.file("db.sqlite3")), before);
}

/// The system's SQLite is often older than what a migration was written for: ours is not.
#[test]
fn sql_of_newer_versions() {
    let up = "CREATE TABLE t (id INTEGER PRIMARY KEY NOT NULL, a TEXT NOT NULL, b TEXT GENERATED ALWAYS AS (concat(a, '!')) VIRTUAL) STRICT;
        INSERT INTO t (a) VALUES (concat_ws('-', 'x', 'y')), (string_agg_is_not_this()) ON CONFLICT DO NOTHING;";
    let up = up.replace(", (string_agg_is_not_this())", "");
    let returning = "UPDATE t SET a = format('%s', a) RETURNING id;\nSELECT string_agg(a, ',' ORDER BY id) FROM t;\n\
        SELECT jsonb('[1]') ->> 0, unixepoch('now', 'subsec'), iif(1, 2) FROM t WHERE a IS NOT DISTINCT FROM 'x-y';";
    let project = project(
        &format!("{up}\n{returning}"),
        "diesel::table! { t (id) { id -> Integer, a -> Text, b -> Nullable<Text>, } }",
    );
    project.manage(["makemigrations", "--check"]).ok();
    project.manage(["migrate"]).ok();
    assert_eq!(dump(&project.file("db.sqlite3")).rows["t"], ["'x-y', 'x-y!', 1"]);
}
