//! A case on a server.

use std::fs;

use super::case::Case;
use crate::dump::Dump;
use crate::project::Project;
use crate::servers::Database;

impl Case {
    pub(super) fn on_server(&self, project: &Project) {
        self.set_up(project);
        project.manage(["migrate"]).ok();
        let database = project.database();
        if !self.rows.is_empty() {
            database.sql(&self.rows);
        }
        let before = database.dump();
        let copy = database.copy();
        let written = self.change(project);
        // What is remembered of the schema is what the migrations make.
        fs::remove_file(project.file("app_migrations/default/schema.json")).expect("a state");
        project.manage(["makemigrations", "--check"]).ok();

        let after = self.up_and_down(project, &before, written);
        if written > 0 {
            self.under_diesel(project, &copy, &before, &after, written);
        }
    }

    fn up_and_down(&self, project: &Project, before: &Dump, written: usize) -> Dump {
        let database = project.database();
        project.manage(["migrate"]).ok();
        let after = database.dump();
        if written > 0 {
            project.manage(["downgrade", &format!("-{written}")]).ok();
            let down = database.dump();
            self.same_schema(&down, before, "down under manage");
            self.kept(before, &down);
            project.manage(["migrate"]).ok();
            self.same_schema(&database.dump(), &after, "up again under manage");
        }
        self.kept(before, &after);
        after
    }

    fn under_diesel(&self, project: &Project, database: &Database, before: &Dump, after: &Dump, written: usize) {
        project.diesel_on(database, &["migration", "run"]).ok();
        let up = database.dump();
        self.same_schema(&up, after, "up under diesel");
        assert_eq!(up.rows, after.rows, "{}: rows under diesel", self.name);
        project.diesel_on(database, &["migration", "revert", "-n", &written.to_string()]).ok();
        self.same_schema(&database.dump(), before, "down under diesel");
        project.diesel_on(database, &["migration", "run"]).ok();
        self.same_schema(&database.dump(), after, "up again under diesel");
    }
}
