use std::fs;

use clap::Parser;
use tempfile::TempDir;

use crate::autodetect::{Detected, Ignore, autodetect, summary};
use crate::database::Session;
use crate::database::sqlite::SqliteSession;
use crate::dialect::{Dialect, Sqlite};
use crate::error::Result;
use crate::models;
use crate::questions::{AnswerFlags, Given, Nobody, OpenQuestions, Recorder};
use crate::schema::{Change, Schema, Wanted, invert};

/// What models of this text want. Every struct is a model.
pub(super) fn wanted(text: &str) -> Wanted {
    let text = text.replace("struct ", "#[derive(Model)] struct ");
    if text.trim().is_empty() {
        return Wanted::default();
    }
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("models.rs"), text).unwrap();
    models::read(folder.path(), &["models.rs".to_owned()], "default", &Sqlite)
        .unwrap_or_else(|error| panic!("{error}: {:?}", std::error::Error::source(&error).map(ToString::to_string)))
}

/// The schema that the first migration of these models leads to.
pub(super) fn schema(text: &str) -> Schema {
    let changes = detect(&Schema::default(), &wanted(text)).changes;
    Schema::default().after(&changes)
}

/// What is found when nobody answers.
pub(super) fn detect(current: &Schema, wanted: &Wanted) -> Detected {
    autodetect(current, wanted.clone(), &Ignore::default(), &Sqlite, &mut Nobody).unwrap()
}

/// Flags as on a command line.
pub(super) fn given(flags: &[&str]) -> Given {
    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        flags: AnswerFlags,
    }
    let line = Line::try_parse_from(["manage"].iter().chain(flags)).unwrap();
    Given::parse(&line.flags).unwrap()
}

/// One run with flags.
pub(super) struct Run {
    pub(super) detected: Detected,
    pub(super) open: OpenQuestions,
}

impl Run {
    /// The changes in words.
    pub(super) fn summaries(&self) -> Vec<String> {
        self.detected.changes.iter().map(summary).collect()
    }

    /// What the open questions are about.
    pub(super) fn open(&self) -> Vec<String> {
        self.open.iter().map(|open| format!("{} {}", open.question.kind(), open.question.name())).collect()
    }

    pub(super) fn notes(&self) -> Vec<String> {
        self.detected.notes.iter().map(ToString::to_string).collect()
    }
}

/// Runs with these flags; every one of them must answer something.
pub(super) fn try_run(current: &Schema, wanted: &Wanted, flags: &[&str], ignore: &Ignore) -> Result<Run> {
    let mut given = given(flags);
    let mut open = OpenQuestions::new(false);
    let mut answers = given.for_database("default", &Sqlite);
    let mut recorder = Recorder::new("default", &mut answers, &mut open);
    let detected = autodetect(current, wanted.clone(), ignore, &Sqlite, &mut recorder)?;
    given.finish(&open)?;
    Ok(Run { detected, open })
}

/// A situation with what must come of it.
pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) before: &'static str,
    pub(super) after: &'static str,
    pub(super) flags: &'static [&'static str],
    pub(super) changes: &'static [&'static str],
}

/// Checks that a case gives its changes, that they hold on a real database up and down, and that nothing is found
/// afterwards.
pub(super) fn check(cases: &[Case]) {
    let mut failed = Vec::new();
    for case in cases {
        eprintln!("case {}", case.name);
        if std::panic::catch_unwind(|| check_one(case)).is_err() {
            failed.push(case.name);
        }
    }
    assert!(failed.is_empty(), "these cases failed: {failed:?}");
}

fn check_one(case: &Case) {
    let (current, wanted) = (schema(case.before), wanted(case.after));
    let run = try_run(&current, &wanted, case.flags, &Ignore::default())
        .unwrap_or_else(|error| panic!("{}: {error} {:?}", case.name, error.hints()));
    assert!(run.open.is_empty(), "{}: {}", case.name, run.open);
    assert_eq!(run.summaries(), case.changes, "{}", case.name);
    holds(&current, &wanted, &run.detected.changes, case.name);
}

/// The laws: the changes lead to what is wanted, in a database as in the mind; undone, they lead back.
pub(super) fn holds(current: &Schema, wanted: &Wanted, changes: &[Change], name: &str) {
    let after = current.after(changes);
    let again = detect(&after, wanted);
    assert_eq!(again.changes, [], "{name}: a second run finds something");
    let back = invert(changes);
    assert_eq!(after.after(&back).differences(current), [""; 0], "{name}: undone, it is not what it was");

    let mut session = SqliteSession::in_memory().unwrap();
    apply(&mut session, &Schema::default(), &detect(&Schema::default(), &wanted_of(current)).changes, name);
    assert_eq!(session.introspect().unwrap().differences(current), [""; 0], "{name}: before");
    apply(&mut session, current, changes, name);
    assert_eq!(session.introspect().unwrap().differences(&after), [""; 0], "{name}: up");
    apply(&mut session, &after, &back, name);
    assert_eq!(session.introspect().unwrap().differences(current), [""; 0], "{name}: down");
}

/// Models that want exactly this schema.
pub(super) fn wanted_of(schema: &Schema) -> Wanted {
    Wanted { schema: schema.clone(), ..Wanted::default() }
}

/// Runs the changes as a migration runs: in one transaction.
fn apply(session: &mut SqliteSession, schema: &Schema, changes: &[Change], name: &str) {
    let rendered = Sqlite.render(schema, changes).unwrap_or_else(|error| panic!("{name}: {error}"));
    let statements: Vec<String> = rendered.into_iter().map(|one| one.sql).filter(|sql| !sql.is_empty()).collect();
    let script = statements.join(";\n");
    for statement in ["BEGIN"].into_iter().chain(statements.iter().map(String::as_str)).chain(["COMMIT"]) {
        let summaries: Vec<String> = changes.iter().map(summary).collect();
        session
            .execute(statement)
            .unwrap_or_else(|error| panic!("{name}: {error} in {statement}\nof {script}\nfor {summaries:#?}"));
    }
}
