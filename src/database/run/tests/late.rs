use super::{World, shown};
use crate::database::fixture::{migration, revises};
use crate::database::run::{Options, migrate};
use crate::database::{Event, Late};
use crate::error::{ErrorKind, Result};
use crate::history::Migration;

fn base() -> Migration {
    revises(migration("1_base", "CREATE TABLE a (x); CREATE TABLE b (x);", ""), &[])
}

/// Migrates with 1 and 3 applied and 2 late, and gives what ran and what was warned of.
fn run(late: Migration, policy: Late) -> Result<(Vec<String>, Vec<String>)> {
    let world = World::new();
    let newest = revises(migration("3_new", "ALTER TABLE a ADD y;", ""), &["1"]);
    world.migrate(&[base(), newest.clone()]).unwrap();
    let options = Options { late: policy, ..Options::default() };
    let mut warnings = Vec::new();
    let ran = migrate(&mut world.session(), &[base(), late, newest], None, &options, &mut |event: &Event<'_>| {
        if let Event::Warning(text) = event {
            warnings.push((*text).to_owned());
        }
    })?;
    Ok((ran, warnings))
}

#[test]
fn one_that_knows_what_it_builds_on_runs_if_it_touches_nothing_in_common() {
    let apart = || revises(migration("2_late", "ALTER TABLE b ADD y;", ""), &["1"]);
    assert_eq!(run(apart(), Late::Judge).unwrap(), (vec!["2_late".to_owned()], vec![]));
    assert_eq!(run(apart(), Late::Refuse).unwrap_err().kind(), ErrorKind::History);
}

#[test]
fn one_that_touches_something_in_common_is_refused_unless_it_is_allowed() {
    let same = || revises(migration("2_late", "ALTER TABLE a ADD z;", ""), &["1"]);
    let error = run(same(), Late::Judge).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::History);
    assert!(error.to_string().ends_with("and both touch table a"), "{error}");
    assert!(shown(&error).contains("--allow-late"));
    assert_eq!(run(same(), Late::Allow).unwrap().0, ["2_late"]);
    let opaque = revises(migration("2_late", "PRAGMA writable_schema = OFF;", ""), &["1"]);
    assert_eq!(run(opaque, Late::Judge).unwrap_err().kind(), ErrorKind::History);
}

#[test]
fn one_without_a_header_runs_as_under_diesel_with_a_warning() {
    let plain = || migration("2_late", "ALTER TABLE a ADD z;", "");
    let (ran, warnings) = run(plain(), Late::Judge).unwrap();
    assert_eq!((ran.len(), warnings.len()), (1, 1));
    assert!(warnings[0].contains("older than 3_new"), "{}", warnings[0]);
    assert_eq!(run(plain(), Late::Refuse).unwrap_err().kind(), ErrorKind::History);
    assert!(run(plain(), Late::Allow).unwrap().1.is_empty());
}
