//! A real project: the crate `sn0int`, 24 hand-written SQLite migrations and a `schema.rs`, fetched from the
//! registry when the test runs.

use crate::dump::{dump, execute};
use crate::package::Package;
use crate::project::Project;
use crate::turns::become_the_same;

/// A project with sn0int's migrations and `schema.rs`, as it stands.
fn project() -> Project {
    Package::fetch("sn0int", "0.26.1").project("migrations", &["src/schema.rs".to_owned()])
}

const ROWS: &str = "
    INSERT INTO domains (id, value) VALUES (1, 'example.com'), (2, 'example.org');
    INSERT INTO subdomains (id, domain_id, value) VALUES (1, 1, 'www.example.com'), (2, 2, 'www.example.org');
    INSERT INTO accounts (id, value, service, username) VALUES (1, 'x/a', 'x', 'a');
";

#[test]
fn it_becomes_the_database_that_diesel_makes() {
    become_the_same(&project(), &project());
}

#[test]
fn its_own_schema_is_what_its_migrations_make() {
    let project = project();
    let files = project.files();
    let run = project.manage(["makemigrations", "--check"]).ok();
    assert_eq!(run.stdout, "No changes detected\n", "{}", run.stderr);
    assert_eq!(project.files(), files, "--check writes nothing");
}

#[test]
fn a_column_is_added_and_one_renamed_and_all_of_it_undone() {
    let project = project();
    let database = project.file("db.sqlite3");
    project.manage(["migrate"]).ok();
    execute(&database, ROWS);
    let before = dump(&database);

    let schema = project.read("src/schema.rs");
    let changed =
        schema.replacen("        displayname -> Nullable<Text>,", "        shown_name -> Nullable<Text>,", 1).replacen(
            "        birthday -> Nullable<Text>,",
            "        birthday -> Nullable<Text>,\n        height -> Nullable<Integer>,",
            1,
        );
    assert_ne!(schema, changed);
    project.write("src/schema.rs", &changed);
    let open = project.manage(["makemigrations"]).expect(3);
    assert!(open.stderr.contains("--rename accounts.displayname:shown_name"), "{}", open.stderr);
    project.manage(["makemigrations", "--rename", "accounts.displayname:shown_name"]).ok();
    project.manage(["makemigrations", "--check"]).ok();
    project.manage(["migrate"]).ok();
    let after = dump(&database);
    assert!(after.schema.contains("[\"height\",\"INTEGER\",0,null,0,0]"), "{}", after.schema);
    assert_eq!(after.rows.len(), before.rows.len());
    project.manage(["downgrade", "-1"]).ok();
    assert_eq!(dump(&database), before);
}

#[test]
fn diesel_and_manage_take_turns() {
    let project = project();
    let database = project.file("db.sqlite3");
    project.diesel(&["migration", "run"]).ok();
    project.manage(["migrate"]).ok();
    execute(&database, ROWS);
    let before = dump(&database);
    let schema = project.read("src/schema.rs");
    project.write(
        "src/schema.rs",
        schema.replacen(
            "birthday -> Nullable<Text>,",
            "birthday -> Nullable<Text>,\n        height -> Nullable<Integer>,",
            1,
        ),
    );
    project.manage(["makemigrations"]).ok();
    project.diesel(&["migration", "run"]).ok();
    let after = dump(&database);
    project.manage(["migrate"]).ok();
    project.manage(["downgrade", "-1"]).ok();
    assert_eq!(dump(&database), before);
    project.manage(["migrate"]).ok();
    project.diesel(&["migration", "revert"]).ok();
    assert_eq!(dump(&database), before);
    project.manage(["migrate"]).ok();
    assert_eq!(dump(&database), after);
}

/// Its migrations rebuild parents with `PRAGMA foreign_keys=off`, which does nothing inside a transaction: where
/// foreign keys are on, as in our SQLite, the children would be deleted with the old parents.
#[test]
fn foreign_keys_that_a_migration_switches_off_are_off() {
    let project = project();
    let database = project.file("db.sqlite3");
    project.manage(["migrate", "2018-10-24-131856"]).ok();
    execute(
        &database,
        "INSERT INTO domains (id, value) VALUES (1, 'example.com');
         INSERT INTO subdomains (id, domain_id, value) VALUES (1, 1, 'www.example.com');",
    );
    project.manage(["migrate"]).ok();
    assert_eq!(dump(&database).rows["subdomains"].len(), 1);
}
