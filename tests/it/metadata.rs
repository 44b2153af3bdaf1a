//! `metadata.toml` in every form: whether a migration runs in a transaction is seen by what is left of one that fails
//! half-way, under `diesel` and under `manage`.

use crate::dump::dump;
use crate::project::Project;

#[test]
fn a_migration_runs_in_a_transaction_where_it_does_under_diesel() {
    for (text, in_transaction, warned) in [
        (None, true, false),
        (Some("run_in_transaction = true\n"), true, false),
        (Some("run_in_transaction = true\nother = 1\n[table]\nx = 'y'\n"), true, false),
        (Some("run_in_transaction = false\n"), false, false),
        (Some("# nothing but a comment\n"), false, false),
        (Some(""), false, false),
        (Some("other = 1\n"), false, false),
        (Some("[table]\nrun_in_transaction = true\n"), false, false),
        (Some("run_in_transaction = 'yes'\n"), true, true),
        (Some("run_in_transaction = 1\n"), true, true),
        (Some("run_in_transaction\n"), true, true),
        (Some("[table\n"), true, true),
        (Some("\u{feff}run_in_transaction = false\n"), false, false),
        (Some("run_in_transaction = false\r\n"), false, false),
        (Some("run_in_transaction = false\nrun_in_transaction = true\n"), true, true),
    ] {
        let (ours, theirs) = (Project::sqlite(""), Project::sqlite(""));
        for project in [&ours, &theirs] {
            project.write("app_migrations/default/1_a/up.sql", "CREATE TABLE t (a TEXT);\nCREATE TABLE t (b TEXT);\n");
            text.iter().for_each(|text| project.write("app_migrations/default/1_a/metadata.toml", text));
        }
        theirs.diesel(&["migration", "run"]).expect(1);
        let run = ours.manage(["migrate"]).expect(6);
        let (ours, theirs) = (dump(&ours.file("db.sqlite3")), dump(&theirs.file("db.sqlite3")));
        assert_eq!(theirs.rows.contains_key("t"), !in_transaction, "diesel, {text:?}");
        assert_eq!(ours, theirs, "{text:?}");
        let warning = "metadata.toml cannot be understood";
        assert_eq!(run.stderr.contains(warning), warned, "{text:?}: {}", run.stderr);
    }
}
