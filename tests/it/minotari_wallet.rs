//! A real project: the crate `minotari_wallet`, 31 SQLite migrations of five years and a `schema.rs`, fetched from the
//! registry when the test runs.

use crate::dump::{dump, execute};
use crate::package::Package;
use crate::project::Project;
use crate::turns::{Turn, become_the_same, take_turns};

/// A project with the wallet's migrations and `schema.rs`, as it stands.
pub(crate) fn project() -> Project {
    Package::fetch("minotari_wallet", "6.3.0-pre.2").project("migrations", &["src/schema.rs".to_owned()])
}

const ROWS: &str = "
    INSERT INTO payrefs (output_hash, payref, tx_id) VALUES (x'01', x'02', 3), (x'04', x'05', 9223372036854775807);
    INSERT INTO scanned_blocks (header_hash, height, timestamp) VALUES (x'aa', 1, '2026-01-01 00:00:00');
    INSERT INTO wallet_settings (key, value) VALUES ('a', 'b');
";

#[test]
fn it_becomes_the_database_that_diesel_makes() {
    become_the_same(&project(), &project());
}

/// Its `schema.rs` is what `diesel print-schema` prints, but for the order of two tables.
#[test]
fn its_own_schema_is_what_its_migrations_make() {
    let project = project();
    let files = project.files();
    let run = project.manage(["makemigrations", "--check"]).ok();
    assert_eq!(run.shown(), "exit 0\n--- stdout\nNo changes detected\n");
    assert_eq!(project.files(), files, "--check writes nothing");
}

#[test]
fn a_table_and_a_column_are_renamed_and_all_of_it_undone() {
    let project = project();
    let database = project.file("db.sqlite3");
    project.manage(["migrate"]).ok();
    execute(&database, ROWS);
    let before = dump(&database);

    let schema = project.read("src/schema.rs");
    let changed = schema
        .replace("    payrefs (output_hash) {", "    payment_references (output_hash) {")
        .replacen("        payref -> Binary,", "        reference -> Binary,", 1)
        .replace("    payrefs,", "    payment_references,")
        .replace("num_outputs -> Nullable<BigInt>,", "num_outputs -> Nullable<BigInt>,\n        weight -> Integer,");
    project.write("src/schema.rs", &changed);
    let open = project.manage(["makemigrations"]).expect(3);
    for flag in
        ["--rename payrefs:payment_references", "--rename payrefs.payref:reference", "--backfill scanned_blocks.weight"]
    {
        assert!(open.stderr.contains(flag), "{}", open.stderr);
    }
    let answers = [
        "makemigrations",
        "--rename=payrefs:payment_references",
        "--rename=payrefs.payref:reference",
        "--backfill=scanned_blocks.weight=7",
    ];
    project.manage(answers).ok();
    project.manage(["makemigrations", "--check"]).ok();
    project.manage(["migrate"]).ok();
    let after = dump(&database);
    assert_eq!(after.rows["payment_references"].len(), 2);
    assert_eq!(after.rows["payment_references"], before.rows["payrefs"], "the columns sort alike");
    assert!(after.rows["scanned_blocks"].concat().ends_with(", 7"), "{:?}", after.rows["scanned_blocks"]);
    project.manage(["downgrade", "-1"]).ok();
    assert_eq!(dump(&database), before);
    project.diesel(&["migration", "run"]).ok();
    assert_eq!(dump(&database), after);
    project.diesel(&["migration", "revert"]).ok();
    assert_eq!(dump(&database), before);
}

#[test]
fn diesel_and_manage_take_turns() {
    use Turn::{DieselRedo, DieselRevert, DieselRun, ManageDown, ManageUp};
    let turns = [
        ManageUp,
        DieselRun,
        DieselRevert,
        ManageDown,
        DieselRevert,
        ManageDown,
        ManageUp,
        DieselRedo,
        ManageDown,
        DieselRun,
        DieselRevert,
        ManageUp,
    ];
    take_turns(&project(), &project(), &turns);
}

/// The first of its `down.sql` has no byte in it: for Diesel that is a mistake, and not a way back.
#[test]
fn the_way_back_ends_where_it_ends_for_diesel() {
    let (ours, theirs) = (project(), project());
    ours.manage(["migrate", "2022-08-08-134037"]).ok();
    theirs.manage(["migrate", "2022-08-08-134037"]).ok();
    let before = dump(&ours.file("db.sqlite3"));
    let run = ours.manage(["downgrade", "-1"]).expect(6);
    assert!(run.stderr.contains("2022-08-08-134037_initial/down.sql is empty"), "{}", run.stderr);
    theirs.diesel(&["migration", "revert"]).expect(1);
    assert_eq!(dump(&ours.file("db.sqlite3")), before);
    assert_eq!(dump(&theirs.file("db.sqlite3")), before);
}
