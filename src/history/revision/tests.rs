use std::collections::BTreeSet;

use super::super::fixture::Folder;
use super::super::{History, Migration, Version};
use super::Revision;
use crate::error::ErrorKind;

const A: &str = "2026-11-21-101500-0000_users";
const B: &str = "2026-11-21-101500-0001_posts";
const C: &str = "2026-11-22-090000-0000_tags";
const D: &str = "2026-12-01-000000-0000_tags";

fn line() -> Folder {
    Folder::with(&[(A, "SELECT 1;"), (B, "SELECT 1;"), (C, "SELECT 1;"), (D, "SELECT 1;")])
}

/// A, then B and C both on A, D on C.
fn branches() -> Folder {
    let up = |name: &str, revises: &str| {
        format!("-- x\n-- Revision: {}\n-- Revises: {revises}\n\nSELECT 1;", Version::of_directory(name))
    };
    let of = |name: &str| Version::of_directory(name).to_string();
    Folder::with(&[(A, &up(A, "base")), (B, &up(B, &of(A))), (C, &up(C, &of(A))), (D, &up(D, &of(C)))])
}

fn versions(names: &[&str]) -> BTreeSet<Version> {
    names.iter().map(|name| Version::of_directory(name)).collect()
}

fn names<'a>(migrations: &[&'a Migration]) -> Vec<&'a str> {
    migrations.iter().map(|migration| migration.name.as_str()).collect()
}

fn find(history: &History, text: &str, applied: &[&str]) -> String {
    match history.revision(text, &versions(applied)) {
        Ok(Revision::Base) => "base".to_owned(),
        Ok(Revision::At(versions)) => {
            let names: Vec<&str> = versions.iter().map(|version| history.get(version).unwrap().name.as_str()).collect();
            names.join(" ")
        }
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Usage);
            assert!(!error.to_string().contains('\n'));
            format!("error: {error}").replace(&history.directory.display().to_string(), "DIR")
        }
    }
}

#[test]
fn revisions_are_found_as_they_are_typed() {
    let folder = line();
    let history = folder.history();
    for (text, expected) in [
        (A, A),
        ("2026-11-21-101500-0000", A),
        ("202611211015000000", A),
        ("20261122", C),
        ("2026-11-22", C),
        ("2026-11-21-101500-0001_po", B),
        ("users", A),
        (" posts ", B),
        ("head", D),
        ("heads", D),
        ("base", "base"),
        ("zero", "base"),
        ("+1", C),
        ("-1", A),
        ("-2", "base"),
        ("posts+1", C),
        ("posts-1", A),
        ("posts-2", "base"),
        ("head-1", C),
        ("base+2", B),
        ("20261122-1", B),
        ("2026-11-22-090000-0000+1", D),
        ("2026-11-21-101500-0001_posts-1", A),
        ("tags", "error: `tags` could mean 2 migrations: 2026-11-22-090000-0000_tags, 2026-12-01-000000-0000_tags"),
        (
            "2026-11-21",
            "error: `2026-11-21` could mean 2 migrations: 2026-11-21-101500-0000_users, 2026-11-21-101500-0001_posts",
        ),
        ("2026-11-23", "error: no migration in DIR is called `2026-11-23`"),
        ("2026-12-01-000000-0002", "error: no migration in DIR is called `2026-12-01-000000-0002`"),
        ("2026-12-1", "error: no migration in DIR is called `2026-12-1`"),
        ("usrs", "error: no migration in DIR is called `usrs`"),
        ("", "error: no migration in DIR is called ``"),
        ("-0", "error: `-0` is no step: they are counted from 1"),
        ("+3", "error: `+3` goes too far: there are 2 steps to take in that direction"),
        ("-4", "error: `-4` goes too far: there are 2 steps to take in that direction"),
        ("head+1", "error: `head+1` goes too far: there are 0 steps to take in that direction"),
        ("base-1", "error: `base-1` goes too far: there are 0 steps to take in that direction"),
        ("+99999999999999999999999", "error: no migration in DIR is called `+99999999999999999999999`"),
        ("posts--1", "error: no migration in DIR is called `posts-`"),
    ] {
        assert_eq!(find(&history, text, &[A, B]), expected, "{text:?}");
    }
    let error = history.revision("usrs", &BTreeSet::new()).unwrap_err();
    assert_eq!(error.hints(), [format!("did you mean `{A}`?")]);
}

#[test]
fn a_pasted_name_of_a_directory_that_is_gone_is_never_a_step() {
    let history = Folder::with(&[("2026-11-21-101500-0001_x", "SELECT 1;")]).history();
    for text in
        ["2026-11-21-101500-0000_x", "2026-11-21-101500-0000", "2026-11-21-101500", "2026-11-20", "20261121-1-1"]
    {
        let found = history.revision(text, &BTreeSet::new());
        match text {
            "2026-11-21-101500" => assert!(found.is_ok()),
            _ => assert!(found.is_err(), "{text}"),
        }
    }
}

#[test]
fn in_an_empty_history_everything_is_base() {
    let folder = Folder::new();
    let history = folder.history();
    assert_eq!(find(&history, "head", &[]), "base");
    assert_eq!(find(&history, "heads", &[]), "base");
    assert!(history.to_run(None, &BTreeSet::new()).unwrap().is_empty());
    assert!(history.to_undo("base", &BTreeSet::new()).unwrap().is_empty());
    assert!(history.find("head", &BTreeSet::new()).unwrap_err().to_string().contains("before the first"));
}

#[test]
fn several_heads_are_not_head() {
    let folder = branches();
    let history = folder.history();
    assert_eq!(find(&history, "heads", &[]), format!("{B} {D}"));
    let error = history.revision("head", &BTreeSet::new()).unwrap_err();
    assert_eq!(error.to_string(), format!("`head` could mean 2 migrations: {B}, {D}"));
    assert!(error.hints().iter().any(|hint| hint.contains("`heads`")));
    assert!(history.find("heads", &BTreeSet::new()).is_err());
    assert_eq!(history.find("users", &BTreeSet::new()).unwrap().name, A);
}

#[test]
fn forward_runs_what_the_target_builds_on() {
    for (folder, target, applied, expected) in [
        (line(), None, &[][..], &[A, B, C, D][..]),
        (line(), None, &[B], &[A, C, D]),
        (line(), Some("posts"), &[], &[A, B]),
        (line(), Some("posts"), &[A, B, C], &[]),
        (line(), Some("base"), &[], &[]),
        (line(), Some("+2"), &[A], &[B, C]),
        (line(), Some("head"), &[A], &[B, C, D]),
        (branches(), Some("heads"), &[], &[A, B, C, D]),
        (branches(), Some(D), &[], &[A, C, D]),
        (branches(), Some(D), &[A, B], &[C, D]),
        (branches(), Some("+2"), &[A], &[B, C]),
    ] {
        let history = folder.history();
        let found = history.to_run(target, &versions(applied)).unwrap();
        assert_eq!(names(&found), expected, "{target:?} with {applied:?}");
    }
}

#[test]
fn back_undoes_what_builds_on_the_target() {
    let gone = "2026-11-25-000000-0000_gone";
    let early = "2020-01-01-000000-0000_early";
    for (folder, target, applied, expected) in [
        (line(), "-1", &[A, B][..], &[B][..]),
        (line(), "-2", &[A, B], &[B, A]),
        (line(), "-1", &[A, gone], &[gone]),
        (line(), "base", &[A, B, gone], &[gone, B, A]),
        (line(), "users", &[A, B, C], &[C, B]),
        (line(), "users", &[early, A, gone], &[gone]),
        (line(), "head", &[A, B], &[]),
        (line(), "head-3", &[A, B, C, D], &[D, C, B]),
        (branches(), "users", &[A, B, C, D], &[D, C, B]),
        (branches(), C, &[A, B, C, D], &[D]),
        (branches(), "-1", &[A, B, C], &[C]),
    ] {
        let history = folder.history();
        let found = history.to_undo(target, &versions(applied)).unwrap();
        let expected: Vec<Version> = expected.iter().map(|name| Version::of_directory(name)).collect();
        assert_eq!(found, expected, "{target} with {applied:?}");
    }
    let folder = line();
    let error = folder.history().to_undo("-3", &versions(&[A, B])).unwrap_err();
    assert_eq!(error.to_string(), "`-3` goes too far: there are 2 steps to take in that direction");
}

#[test]
fn ranges_include_both_ends() {
    for (folder, text, expected) in [
        (line(), "posts:2026-11-22", &[B, C][..]),
        (line(), "posts:", &[B, C, D]),
        (line(), ":posts", &[A, B]),
        (line(), ":", &[A, B, C, D]),
        (line(), "base:head", &[A, B, C, D]),
        (line(), "posts", &[A, B]),
        (line(), "head:posts", &[]),
        (branches(), &format!("{A}:{D}"), &[A, C, D]),
        (branches(), "posts:heads", &[B]),
    ] {
        let history = folder.history();
        assert_eq!(names(&history.range(text, &BTreeSet::new()).unwrap()), expected, "{text}");
    }
    assert!(line().history().range("nothing:", &BTreeSet::new()).is_err());
}
