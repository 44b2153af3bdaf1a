use std::time::{Duration, Instant};

use super::super::fixture::Folder;
use super::super::{History, Migration, Script, Version};
use super::Graph;
use crate::error::ErrorKind;

fn header(revision: &str, revises: &str) -> String {
    format!("-- A message\n--\n-- Revision: {revision}\n-- Revises: {revises}\n\nSELECT 1;\n")
}

fn names(migrations: &[&Migration]) -> Vec<String> {
    migrations.iter().map(|migration| migration.name.clone()).collect()
}

fn parents(history: &History) -> Vec<(String, Vec<String>)> {
    let texts = |versions: &[Version]| versions.iter().map(ToString::to_string).collect();
    history.migrations.iter().map(|migration| (migration.name.clone(), texts(&migration.parents))).collect()
}

#[test]
fn without_headers_each_builds_on_all_heads_before_it() {
    let folder = Folder::with(&[("1_a", "SELECT 1;"), ("2_b", "SELECT 1;"), ("3_c", "SELECT 1;")]);
    let expected = [("1_a", vec![]), ("2_b", vec!["1"]), ("3_c", vec!["2"])];
    let expected = expected.map(|(name, parents)| (name.to_owned(), parents.into_iter().map(str::to_owned).collect()));
    assert_eq!(parents(&folder.history()), expected);
    assert_eq!(names(&folder.history().heads()), ["3_c"]);
}

#[test]
fn branches_part_and_meet() {
    let folder = Folder::with(&[
        ("1_a", "SELECT 1;"),
        ("2_b", &header("2", "1")),
        ("3_c", &header("3", "1")),
        ("4_d", &header("4", "3")),
    ]);
    let history = folder.history();
    assert_eq!(names(&history.heads()), ["2_b", "4_d"]);
    assert_eq!(names(&history.with_ancestors([&Version::new("4")])), ["1_a", "3_c", "4_d"]);
    assert_eq!(names(&history.with_descendants([&Version::new("3")])), ["3_c", "4_d"]);
    assert_eq!(names(&history.children(&Version::new("1"))), ["2_b", "3_c"]);

    folder.file("5_e/up.sql", "SELECT 1;").file("6_f/up.sql", header("6", "base"));
    let history = folder.history();
    assert_eq!(history.get(&Version::new("5")).unwrap().parents, [Version::new("2"), Version::new("4")]);
    assert_eq!(names(&history.heads()), ["5_e", "6_f"]);
    assert_eq!(history.with_ancestors([&Version::new("5")]).len(), 5);
    assert_eq!(history.with_ancestors([&Version::new("7")]).len(), 0);
}

#[test]
fn what_builds_on_nothing_that_is_there_is_an_error() {
    let cases = [
        (vec![("2_b", "1")], "migration 2_b builds on 1, which is not there"),
        (vec![("2_b", "2")], "migration 2_b builds on itself"),
        (vec![("2_b", "3"), ("3_c", "base")], "migration 2_b builds on 3_c, which comes after it"),
        (vec![("2_b", "3"), ("3_c", "2")], "migration 2_b builds on 3_c, which comes after it"),
    ];
    for (migrations, expected) in cases {
        let folder = Folder::new();
        for (name, revises) in migrations {
            folder.file(&format!("{name}/up.sql"), header(&name[..1], revises));
        }
        let (error, text) = folder.error();
        assert_eq!(text, expected);
        assert_eq!(error.kind(), ErrorKind::History);
        assert!(error.hints().iter().any(|hint| hint.contains("2_b/up.sql")), "{:?}", error.hints());
    }
}

#[test]
fn ten_thousand_in_a_chain_and_fifty_diamonds_are_quick() {
    let migration = |number: usize, revises: Vec<usize>| Migration {
        version: Version::new(&format!("{number:05}")),
        name: format!("{number:05}_x"),
        directory: "x".into(),
        header: Some(super::super::Header {
            message: String::new(),
            revision: Version::new(&format!("{number:05}")),
            revises: revises.into_iter().map(|number| Version::new(&format!("{number:05}"))).collect(),
            created: String::new(),
        }),
        parents: Vec::new(),
        run_in_transaction: true,
        up: Script { path: "x".into(), variant: None, text: String::new(), statements: Vec::new() },
        up_elsewhere: Vec::new(),
        down: None,
        down_elsewhere: Vec::new(),
        irreversible: false,
    };
    let start = Instant::now();
    let mut chain: Vec<Migration> =
        (0..10_000).map(|number: usize| migration(number, number.checked_sub(1).into_iter().collect())).collect();
    let graph = Graph::link(&mut chain).unwrap();
    assert_eq!(graph.with_ancestors([9_999]).len(), 10_000);
    assert_eq!(graph.with_descendants([0]).len(), 10_000);

    // Each diamond is a tip, two sides and the tip of the next: 2^50 ways through.
    let diamonds = (0..150_usize).map(|number| match number % 3 {
        0 if number == 0 => migration(number, vec![]),
        0 => migration(number, vec![number - 2, number - 1]),
        side => migration(number, vec![number - side]),
    });
    let graph = Graph::link(&mut diamonds.collect::<Vec<_>>()).unwrap();
    assert_eq!(graph.with_ancestors([149]).len(), 149);
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}
