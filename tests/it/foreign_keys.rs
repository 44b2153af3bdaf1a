//! Migrations that were written for foreign keys that are off, as the system's SQLite has them: under `manage`, whose
//! SQLite has them on, they come to the same.

use crate::dump::{Dump, dump, execute};
use crate::project::Project;

const TABLES: &str = "
    CREATE TABLE p (id INTEGER PRIMARY KEY NOT NULL, a TEXT);
    CREATE TABLE c (id INTEGER PRIMARY KEY NOT NULL, p INTEGER REFERENCES p (id) ON DELETE CASCADE);
    CREATE TABLE n (id INTEGER PRIMARY KEY NOT NULL, p INTEGER REFERENCES p (id) ON DELETE SET NULL);
    CREATE TABLE r (id INTEGER PRIMARY KEY NOT NULL, p INTEGER NOT NULL REFERENCES p (id));
";

const ROWS: &str = "
    INSERT INTO p VALUES (1, 'x'), (2, 'y');
    INSERT INTO c VALUES (1, 1), (2, 2);
    INSERT INTO n VALUES (1, 1), (2, 2);
    INSERT INTO r VALUES (1, 1), (2, 2);
";

const REBUILD: &str = "
    CREATE TABLE new_p (id INTEGER PRIMARY KEY NOT NULL, a TEXT, b TEXT NOT NULL DEFAULT 'b');
    INSERT INTO new_p (id, a) SELECT id, a FROM p;
    DROP TABLE p;
    ALTER TABLE new_p RENAME TO p;
";

fn project(migrations: &[(&str, &str, Option<&str>)]) -> Project {
    let project = Project::sqlite("");
    for (name, up, metadata) in migrations {
        let folder = format!("app_migrations/default/{name}");
        project.write(&format!("{folder}/up.sql"), up);
        project.write(&format!("{folder}/down.sql"), "SELECT 1;");
        metadata.iter().for_each(|text| project.write(&format!("{folder}/metadata.toml"), text));
    }
    project
}

/// What `manage` and `diesel` make of a rebuild, with rows there before, and with rows that the migrations themselves
/// put in.
fn both(rebuild: &str, metadata: Option<&str>) -> [Dump; 4] {
    let live = || project(&[("1_tables", TABLES, None), ("2_rebuild", rebuild, metadata)]);
    let (ours, theirs) = (live(), live());
    for project in [&ours, &theirs] {
        project.manage(["migrate", "1"]).ok();
        execute(&project.file("db.sqlite3"), ROWS);
    }
    let seeded = || project(&[("1_tables", TABLES, None), ("2_rows", ROWS, None), ("3_rebuild", rebuild, metadata)]);
    let (our_seeds, their_seeds) = (seeded(), seeded());
    for project in [&ours, &our_seeds] {
        project.manage(["migrate"]).ok();
    }
    for project in [&theirs, &their_seeds] {
        project.diesel(&["migration", "run"]).ok();
    }
    // What the migrations lead to is found out by running them: that has to work as well.
    our_seeds.models("diesel::table! { p (id) { id -> Integer, } }");
    our_seeds.manage(["makemigrations", "--check", "--json"]).expect(1);
    let state: String =
        our_seeds.manage(["makemigrations", "--dry-run", "--drop", "c", "--drop", "n", "--drop", "r"]).ok().stdout;
    assert!(state.contains("REFERENCES p (id)"), "{state}");
    [ours, theirs, our_seeds, their_seeds].map(|project| dump(&project.file("db.sqlite3")))
}

#[test]
fn a_parent_that_is_made_anew_keeps_its_children() {
    let off = format!("PRAGMA foreign_keys = OFF;\n{REBUILD}PRAGMA foreign_keys = ON;\n");
    let spelled = format!("pragma main.foreign_keys(0);\n{REBUILD}");
    let block = format!("PRAGMA foreign_keys = OFF;\nBEGIN;\n{REBUILD}COMMIT;\nPRAGMA foreign_keys = ON;\n");
    let alone = format!("BEGIN;\n{REBUILD}COMMIT;\n");
    let too_late = format!("BEGIN;\nPRAGMA foreign_keys = OFF;\n{REBUILD}COMMIT;\n");
    let legacy = "PRAGMA legacy_alter_table = ON;\nALTER TABLE p RENAME TO old_p;\n\
        CREATE TABLE p (id INTEGER PRIMARY KEY NOT NULL, a TEXT, b TEXT NOT NULL DEFAULT 'b');\n\
        INSERT INTO p (id, a) SELECT id, a FROM old_p;\nDROP TABLE old_p;\nPRAGMA legacy_alter_table = OFF;\n";
    let legacy_off = format!("PRAGMA foreign_keys=off;\n{legacy}PRAGMA foreign_keys=on;\n");
    let outside = Some("run_in_transaction = false");
    for (what, up, metadata) in [
        ("no pragma", REBUILD, None),
        ("the pragma", &off, None),
        ("the pragma, spelled otherwise", &spelled, None),
        ("the pragma outside a transaction", &off, outside),
        ("a transaction of its own", &block, outside),
        ("no pragma outside a transaction", REBUILD, outside),
        ("a transaction of its own and no pragma", &alone, outside),
        ("the pragma in a transaction of its own, where it does nothing", &too_late, outside),
        ("legacy_alter_table alone outside a transaction", legacy, outside),
        ("legacy_alter_table", legacy, None),
        ("legacy_alter_table outside a transaction", &legacy_off, outside),
        ("both pragmas", &legacy_off, None),
    ] {
        eprintln!("{what}");
        let [ours, theirs, our_seeds, their_seeds] = both(up, metadata);
        assert_eq!(ours, theirs, "{what}");
        assert_eq!(our_seeds, their_seeds, "{what}, with rows of its own");
        assert_eq!(ours.rows["c"].len(), 2, "{what}");
    }
}

/// The children came in the same migration, so that nothing that was there before tells of them.
#[test]
fn children_that_come_with_a_rebuild_of_their_parent_stay() {
    let up = format!("{TABLES}{ROWS}{REBUILD}");
    let (ours, theirs) = (project(&[("1_all", &up, None)]), project(&[("1_all", &up, None)]));
    ours.manage(["migrate"]).ok();
    theirs.diesel(&["migration", "run"]).ok();
    let [ours, theirs] = [ours, theirs].map(|project| dump(&project.file("db.sqlite3")));
    assert_eq!(ours, theirs);
    assert_eq!(ours.rows["c"].len(), 2);
}

/// Where a parent goes for good, its children are not taken along without a word.
#[test]
fn a_parent_that_goes_for_good_leaves_no_orphans() {
    let project = project(&[("1_tables", TABLES, None), ("2_gone", "DROP TABLE p;", None)]);
    project.manage(["migrate", "1"]).ok();
    execute(&project.file("db.sqlite3"), ROWS);
    let before = dump(&project.file("db.sqlite3"));
    let run = project.manage(["migrate"]).expect(6);
    assert!(run.stderr.contains("foreign keys would be violated"), "{}", run.stderr);
    assert_eq!(dump(&project.file("db.sqlite3")), before);
    // Under another name first: since the keys follow it, the new table is not the one that they lead to.
    let moved = "ALTER TABLE p RENAME TO old_p; CREATE TABLE p (id INTEGER PRIMARY KEY NOT NULL, a TEXT);\n\
        INSERT INTO p SELECT * FROM old_p; DROP TABLE old_p;";
    for moved in [moved.to_owned(), moved.replace("old_p; C", "older_p; ALTER TABLE older_p RENAME TO old_p; C")] {
        project.write("app_migrations/default/2_gone/up.sql", moved);
        let run = project.manage(["migrate"]).expect(6);
        assert!(run.stderr.contains("refers to a row of old_p that is not there"), "{}", run.stderr);
        assert_eq!(dump(&project.file("db.sqlite3")), before);
    }
}

/// Deleting rows is another matter: what a foreign key says of that holds.
#[test]
fn rows_that_are_deleted_take_their_children_along() {
    let project = project(&[
        ("1_tables", TABLES, None),
        ("2_less", "DELETE FROM r; DELETE FROM p WHERE id = 1; CREATE TABLE x (a); DROP TABLE x;", None),
    ]);
    project.manage(["migrate", "1"]).ok();
    execute(&project.file("db.sqlite3"), ROWS);
    project.manage(["migrate"]).ok();
    let after = dump(&project.file("db.sqlite3")).rows;
    assert_eq!((after["c"].len(), after["n"].len()), (1, 2));
}

/// A file outside a transaction that asks for the keys gets what they do.
#[test]
fn keys_that_a_file_switches_on_are_on() {
    let project = project(&[
        ("1_tables", TABLES, None),
        ("2_gone", "DELETE FROM r; PRAGMA foreign_keys = ON; DROP TABLE p;", Some("run_in_transaction = false")),
    ]);
    project.manage(["migrate", "1"]).ok();
    execute(&project.file("db.sqlite3"), ROWS);
    project.manage(["migrate"]).ok();
    assert_eq!(dump(&project.file("db.sqlite3")).rows["c"].len(), 0);
}
