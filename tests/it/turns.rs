//! `diesel` and `manage` taking turns on the migrations of a project.

use crate::dump::{Dump, dump, lines, open};
use crate::project::Project;

/// What the project's database holds, and the versions in Diesel's ledger.
pub(crate) fn state(project: &Project) -> (Dump, Vec<String>) {
    let database = project.file("db.sqlite3");
    let versions = "SELECT version AS line FROM __diesel_schema_migrations ORDER BY 1";
    let ledger = lines(&mut open(&database), versions);
    (dump(&database), ledger)
}

/// The migrations that are applied, as Diesel lists them.
pub(crate) fn listed_by_diesel(project: &Project) -> Vec<String> {
    applied(&project.diesel(&["migration", "list"]).ok().stdout)
}

/// The migrations that are applied, as `manage` lists them.
pub(crate) fn listed_by_manage(project: &Project) -> Vec<String> {
    // What is remarked about one stands behind it, in a column of its own.
    let list = applied(&project.manage(["showmigrations"]).ok().stdout);
    list.iter().filter_map(|line| line.split("   ").next()).map(|name| name.trim_end().to_owned()).collect()
}

fn applied(list: &str) -> Vec<String> {
    list.lines().filter_map(|line| line.trim().strip_prefix("[X] ")).map(str::to_owned).collect()
}

/// Runs all migrations of a project by `manage`, and of one that is like it by diesel: the databases are the same, and
/// neither program finds anything left to do in ours.
#[track_caller]
pub(crate) fn become_the_same(ours: &Project, theirs: &Project) {
    ours.manage(["migrate"]).ok();
    theirs.diesel(&["migration", "run"]).ok();
    assert_eq!(dump(&ours.file("db.sqlite3")), dump(&theirs.file("db.sqlite3")));
    assert_eq!(ours.diesel(&["migration", "pending"]).ok().stdout, "false\n");
    assert!(!ours.manage(["showmigrations"]).ok().stdout.contains("[ ]"));
}

/// One step of a run.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Turn {
    /// All that is pending, by diesel.
    DieselRun,
    /// The newest back, by diesel.
    DieselRevert,
    /// The newest back and forth again, by diesel.
    DieselRedo,
    /// All that is pending, by manage.
    ManageUp,
    /// The newest back, by manage.
    ManageDown,
}

/// Does the steps in one project by who is to do them, and in the other one, which is like it, all by diesel; sees
/// after each that the two are alike and that both programs list the same.
#[track_caller]
pub(crate) fn take_turns(ours: &Project, theirs: &Project, turns: &[Turn]) {
    for (place, turn) in turns.iter().enumerate() {
        match turn {
            Turn::DieselRun => ours.diesel(&["migration", "run"]),
            Turn::DieselRevert => ours.diesel(&["migration", "revert"]),
            Turn::DieselRedo => ours.diesel(&["migration", "redo"]),
            Turn::ManageUp => ours.manage(["migrate"]),
            Turn::ManageDown => ours.manage(["downgrade", "-1"]),
        }
        .ok();
        let same = match turn {
            Turn::DieselRun | Turn::ManageUp => "run",
            Turn::DieselRevert | Turn::ManageDown => "revert",
            Turn::DieselRedo => "redo",
        };
        theirs.diesel(&["migration", same]).ok();
        let done = || format!("after {:?}", &turns[..=place]);
        let ((ours_now, our_ledger), (theirs_now, their_ledger)) = (state(ours), state(theirs));
        assert_eq!(our_ledger, their_ledger, "{}", done());
        assert_eq!(ours_now.schema, theirs_now.schema, "{}", done());
        assert!(ours_now.rows == theirs_now.rows, "other rows {}", done());
        assert_eq!(listed_by_diesel(ours), listed_by_manage(ours), "{}", done());
    }
}
