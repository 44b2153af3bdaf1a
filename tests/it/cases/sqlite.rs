//! A case on SQLite.

use std::fs;

use diesel::connection::SimpleConnection;
use diesel_migrations::{FileBasedMigrations, MigrationHarness};

use super::case::Case;
use crate::dump::{Dump, dump, execute, open};
use crate::project::Project;

impl Case {
    pub(super) fn on_sqlite(&self) {
        let project = Project::sqlite(&self.before);
        self.set_up(&project);
        let database = project.file("db.sqlite3");
        project.manage(["migrate"]).ok();
        if !self.rows.is_empty() {
            execute(&database, &self.rows);
        }
        let before = dump(&database);
        let written = self.change(&project) > 0;
        let after = self.by_manage(&project, &before, written);
        if written {
            self.by_diesel(&project, &before, &after);
            self.by_library(&project, &before, &after);
            self.by_a_caller(&project, &before, &after);
        }
    }

    fn by_manage(&self, project: &Project, before: &Dump, written: bool) -> Dump {
        let database = project.file("db.sqlite3");
        fs::copy(&database, project.file("diesel.sqlite3")).expect("a copy");
        fs::copy(&database, project.file("library.sqlite3")).expect("a copy");
        fs::copy(&database, project.file("caller.sqlite3")).expect("a copy");
        project.manage(["migrate"]).ok();
        let after = dump(&database);
        if written {
            project.manage(["downgrade", "-1"]).ok();
            self.same_schema(&dump(&database), before, "down under manage");
            project.manage(["migrate"]).ok();
            self.same_schema(&dump(&database), &after, "up again under manage");
        }
        self.kept(before, &after);
        after
    }

    fn by_diesel(&self, project: &Project, before: &Dump, after: &Dump) {
        let database = project.file("db.sqlite3");
        fs::rename(project.file("diesel.sqlite3"), &database).expect("a copy");
        project.diesel(&["migration", "run"]).ok();
        assert_eq!(dump(&database), *after, "{}: up under diesel", self.name);
        project.diesel(&["migration", "revert"]).ok();
        self.same_schema(&dump(&database), before, "down under diesel");
        project.diesel(&["migration", "run"]).ok();
        self.same_schema(&dump(&database), after, "up again under diesel");
    }

    /// Diesel's library in this process: the bundled SQLite, foreign keys on.
    fn by_library(&self, project: &Project, before: &Dump, after: &Dump) {
        let database = project.file("library.sqlite3");
        let source = FileBasedMigrations::from_path(project.file("app_migrations/default")).expect("a source");
        let connection = &mut open(&database);
        connection.run_pending_migrations(source.clone()).unwrap_or_else(|error| panic!("{}: {error}", self.name));
        assert_eq!(dump(&database), *after, "{}: up under the library", self.name);
        connection.revert_last_migration(source).unwrap_or_else(|error| panic!("{}: {error}", self.name));
        self.same_schema(&dump(&database), before, "down under the library");
    }

    /// The bare files inside a transaction that somebody else opened, foreign keys on and off.
    fn by_a_caller(&self, project: &Project, before: &Dump, after: &Dump) {
        let database = project.file("caller.sqlite3");
        let migration = project.migrations("default").pop().expect("the new migration");
        let [up, down] = ["up.sql", "down.sql"].map(|file| fs::read_to_string(migration.join(file)).expect(file));
        for foreign_keys in ["ON", "OFF"] {
            let connection = &mut open(&database);
            for (script, wanted, when) in [(&up, after, "up"), (&down, before, "down")] {
                connection
                    .batch_execute(&format!(
                        "PRAGMA foreign_keys = {foreign_keys}; BEGIN; SAVEPOINT inner; {script}\nRELEASE inner; COMMIT;"
                    ))
                    .unwrap_or_else(|error| panic!("{}: {when} in a caller's transaction: {error}", self.name));
                self.same_schema(&dump(&database), wanted, when);
            }
        }
    }
}
