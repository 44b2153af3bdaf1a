//! `tests/cases/`: models before and after, the answers, and the SQL that must come out. Each is run with rows:
//! up, down and up again, under `manage`, under Diesel's own command line and under its library.

use std::fs;
use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;
use diesel_migrations::{FileBasedMigrations, MigrationHarness};

use crate::dump::{Dump, dump, execute, open};
use crate::project::Project;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

#[test]
fn every_case_gives_its_sql_and_keeps_its_rows() {
    let only = std::env::var("CASE").ok();
    let mut failed = Vec::new();
    let mut names: Vec<String> = fs::read_dir(folder())
        .expect("tests/cases")
        .map(|entry| entry.expect("an entry"))
        .filter(|entry| entry.path().join("after.rs").exists())
        .map(|entry| entry.file_name().into_string().expect("a plain name"))
        .collect();
    names.sort();
    assert!(names.len() > 40, "the cases are gone: {names:?}");
    for name in names.iter().filter(|name| only.as_ref().is_none_or(|only| name.contains(only.as_str()))) {
        if std::panic::catch_unwind(|| Case::read(name).check()).is_err() {
            failed.push(name);
        }
    }
    assert!(failed.is_empty(), "{} of {} cases failed: {failed:?}", failed.len(), names.len());
}

struct Case {
    name: String,
    before: String,
    after: String,
    answers: Vec<String>,
    rows: String,
    /// What was made by hand, in a migration of its own: views, triggers, indexes.
    objects: String,
}

impl Case {
    fn read(name: &str) -> Self {
        let read = |file: &str| fs::read_to_string(folder().join(name).join(file)).unwrap_or_default();
        Self {
            name: name.to_owned(),
            before: read("before.rs"),
            after: read("after.rs"),
            answers: read("answers").lines().flat_map(words).collect(),
            rows: read("rows.sql"),
            objects: read("objects.sql"),
        }
    }

    fn check(&self) {
        eprintln!("case {}", self.name);
        let project = Project::sqlite(&self.before);
        if !self.before.trim().is_empty() {
            project.manage(["makemigrations", "initial"]).ok();
        }
        if !self.objects.is_empty() {
            project.write("app_migrations/default/2026-11-21-101500-ffff_by_hand/up.sql", &self.objects);
        }
        let database = project.file("db.sqlite3");
        project.manage(["migrate"]).ok();
        if !self.rows.is_empty() {
            execute(&database, &self.rows);
        }
        let before = dump(&database);

        project.models(&self.after);
        project.manage(["makemigrations", "--check"]).expect(i32::from(self.changes()));
        let mut arguments = vec!["makemigrations".to_owned(), "change".to_owned()];
        arguments.extend(self.answers.clone());
        let earlier = project.migrations("default").len();
        project.manage(&arguments).ok();
        let written = project.migrations("default").len() > earlier;
        assert_eq!(written, self.changes(), "{}: a migration was written, or was not", self.name);
        if written {
            let newest = project.migrations("default").pop().expect("the new migration");
            self.compare_sql("up.sql", &newest);
            self.compare_sql("down.sql", &newest);
        }
        project.manage(["makemigrations", "--check"]).ok();

        let after = self.by_manage(&project, &before, written);
        if written {
            self.by_diesel(&project, &before, &after);
            self.by_library(&project, &before, &after);
            self.by_a_caller(&project, &before, &after);
        }
    }

    /// Whether the case is about a change, and not about something that is none.
    fn changes(&self) -> bool {
        !folder().join(&self.name).join("nothing_changes").exists()
    }

    fn compare_sql(&self, file: &str, migration: &Path) {
        let text = fs::read_to_string(migration.join(file)).expect(file);
        let body = match text.split_once("UTC\n\n") {
            Some((_header, body)) => body.to_owned(),
            None => text,
        };
        let expected = folder().join(&self.name).join("sqlite").join(file);
        if overwrite() {
            fs::create_dir_all(expected.parent().expect("a folder")).expect("a folder");
            fs::write(&expected, body).expect("a file");
            return;
        }
        let wanted = fs::read_to_string(&expected).unwrap_or_default();
        assert!(body == wanted, "{}/{file} is\n{body}\nbut was to be\n{wanted}", self.name);
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

    /// A table that is there before and after has as many rows, unless a case says otherwise.
    fn kept(&self, before: &Dump, after: &Dump) {
        for (table, rows) in &before.rows {
            if let Some(now) =
                after.rows.get(table).filter(|_| table != "sqlite_sequence" && !self.name.contains("give_its_name"))
            {
                assert_eq!(rows.len(), now.len(), "{}: rows of {table}", self.name);
            }
        }
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

    fn same_schema(&self, one: &Dump, other: &Dump, when: &str) {
        assert!(
            one.schema == other.schema,
            "{}: {when}: the schema is\n{}\nbut was\n{}",
            self.name,
            one.schema,
            other.schema
        );
    }
}

/// `CASES=overwrite` writes what comes out as what is expected: read it before it is committed.
fn overwrite() -> bool {
    std::env::var("CASES").is_ok_and(|value| value == "overwrite")
}

/// The words of a line of answers; double quotes keep spaces together.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            other => words.last_mut().expect("a word").push(other),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
