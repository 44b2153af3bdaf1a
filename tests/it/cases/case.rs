//! A case as it is on disk.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::Dialect;
use crate::project::Project;

/// A case, as it is for one dialect.
pub(super) struct Case {
    pub(super) dialect: Dialect,
    pub(super) name: String,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) answers: Vec<String>,
    pub(super) rows: String,
    /// What was made by hand, in a migration of its own: views, triggers, indexes.
    pub(super) objects: String,
}

pub(super) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

impl Case {
    /// Checks all that are for this dialect, a few at a time.
    pub(super) fn all(dialect: Dialect) {
        let only = std::env::var("CASE").ok();
        let mut names: Vec<String> = fs::read_dir(folder())
            .expect("tests/cases")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("a plain name"))
            .filter(|name| Self::is_for(name, dialect))
            .collect();
        names.sort();
        assert!(names.len() > 40, "the cases are gone: {names:?}");
        names.retain(|name| only.as_ref().is_none_or(|only| only.split(',').any(|part| name.contains(part))));
        let (next, failed) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while let Some(name) = names.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let check = || Self::read(name, dialect).check();
                        let fails = catch_unwind(AssertUnwindSafe(check)).is_err();
                        let known = file(&folder().join(name), "fault", "", dialect).exists();
                        if fails != known {
                            eprintln!("the case {name} failed on {dialect:?}, or is no fault any more");
                            failed.lock().expect("no panic").push(name);
                        }
                    }
                });
            }
        });
        let mut failed = failed.into_inner().expect("no panic");
        failed.sort();
        assert!(failed.is_empty(), "{} of {} cases failed on {dialect:?}: {failed:?}", failed.len(), names.len());
    }

    /// Whether there is such a case for this dialect.
    fn is_for(name: &str, dialect: Dialect) -> bool {
        let case = folder().join(name);
        let there = file(&case, "after", ".rs", dialect).exists();
        let only = fs::read_to_string(case.join("only"));
        there && only.map_or(true, |only| only.split_whitespace().any(|word| word == dialect.name()))
    }

    fn read(name: &str, dialect: Dialect) -> Self {
        let read = |what: &str, ending: &str| {
            fs::read_to_string(file(&folder().join(name), what, ending, dialect)).unwrap_or_default()
        };
        Self {
            dialect,
            name: name.to_owned(),
            before: read("before", ".rs"),
            after: read("after", ".rs"),
            answers: read("answers", "").lines().flat_map(words).collect(),
            rows: read("rows", ".sql"),
            objects: read("objects", ".sql"),
        }
    }

    fn check(&self) {
        match self.dialect {
            Dialect::Sqlite => self.on_sqlite(),
            Dialect::Postgres => self.on_server(&Project::postgres(&self.before)),
            Dialect::Mysql => self.on_server(&Project::mysql(&self.before)),
        }
    }

    /// Whether the case is about a change, and not about something that is none.
    pub(super) fn changes(&self) -> bool {
        !file(&folder().join(&self.name), "nothing_changes", "", self.dialect).exists()
    }

    /// A project with the models of before and their first migration, and what was made by hand.
    pub(super) fn set_up(&self, project: &Project) {
        if !self.before.trim().is_empty() {
            project.manage(["makemigrations", "initial"]).ok();
        }
        if !self.objects.is_empty() {
            project.write("app_migrations/default/2026-11-21-101500-ffff_by_hand/up.sql", &self.objects);
        }
    }

    /// Writes the migrations for the models of after, compares them with what was expected, and says how many they are.
    pub(super) fn change(&self, project: &Project) -> usize {
        project.models(&self.after);
        project.manage(["makemigrations", "--check"]).expect(i32::from(self.changes()));
        let mut arguments = vec!["makemigrations".to_owned(), "change".to_owned()];
        arguments.extend(self.answers.clone());
        let earlier = project.migrations("default").len();
        project.manage(&arguments).ok();
        let written = project.migrations("default").split_off(earlier);
        assert_eq!(!written.is_empty(), self.changes(), "{}: a migration was written, or was not", self.name);
        self.compare(&written);
        project.manage(["makemigrations", "--check"]).ok();
        if self.dialect == Dialect::Sqlite {
            self.verify(project);
        }
        written.len()
    }

    /// Whether all of it holds under `verify`, but for what the file `does_not_hold` says, behind the reason.
    fn verify(&self, project: &Project) {
        let said = fs::read_to_string(file(&folder().join(&self.name), "does_not_hold", "", self.dialect));
        let expected: Vec<String> = said.unwrap_or_default().lines().skip(1).map(str::to_owned).collect();
        let run = project.manage(["verify"]).expect(i32::from(!expected.is_empty()));
        for line in expected {
            assert!(run.stdout.contains(&line), "{}: {line}: {}", self.name, run.stdout);
        }
    }
}

/// A file of a case: this dialect's own, if it has one.
fn file(case: &Path, what: &str, ending: &str, dialect: Dialect) -> PathBuf {
    let own = case.join(format!("{what}.{}{ending}", dialect.name()));
    if own.exists() { own } else { case.join(format!("{what}{ending}")) }
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
