use super::fixture::{schema, try_run, wanted};
use crate::autodetect::Ignore;
use crate::schema::{Schema, Table};

fn run(before: &str, after: &str, tables: &[&str], columns: &[&str]) -> (Vec<String>, Vec<String>) {
    let ignore = Ignore::new(tables, columns).unwrap();
    let run = try_run(&schema(before), &wanted(after), &[], &ignore).unwrap();
    (run.summaries(), run.open())
}

const NOTHING: (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());

#[test]
fn tables_of_the_settings_are_left_alone() {
    let before = "struct User { id: i64 } #[model(table = \"tmp_a\")] struct A { id: i64 } #[model(table = \"fsm\")] struct B { id: i64 }";
    let after = "struct User { id: i64 } #[model(table = \"tmp_new\")] struct C { id: i64 }";
    assert_eq!(run(before, after, &["tmp_*", "fsm"], &[]), NOTHING);
    assert_eq!(run(before, after, &["tmp_*"], &[]).1, ["table fsm"]);
}

#[test]
fn columns_of_the_settings_are_left_alone() {
    let before = "#[model(index(old, a), unique(b, old_too), check(expr = \"old > 0\"))]
        struct User { id: i64, a: i32, b: i32, old: i32, old_too: i32 }";
    let after = "struct User { id: i64, a: i64, b: i32, old_new: i32 }";
    assert_eq!(
        run(before, after, &[], &["users.old*"]),
        (vec!["Alter column a on users: INTEGER to BIGINT".into()], vec![])
    );
    assert_eq!(run(before, after, &[], &["*.old*"]).0.len(), 1);
    assert_eq!(run(before, after, &[], &["posts.old*"]).1.len(), 2);
}

#[test]
fn a_pattern_for_columns_names_its_table() {
    let error = Ignore::new(&[], &["legacy"]).unwrap_err();
    assert_eq!(error.to_string(), "`ignore_columns` has `legacy`, which names no table");
    assert_eq!(error.hints(), ["write `TABLE.legacy`, or `*.legacy` for all tables"]);
    assert!(Ignore::new(&["[a"], &[]).unwrap_err().to_string().contains("no pattern"));
}

#[test]
fn ledgers_and_what_is_the_databases_own_are_nobodys() {
    let mut current = Schema::default();
    for name in ["__diesel_schema_migrations", "__manage_journal", "sqlite_sequence", "__other"] {
        current.insert(Table::new(name));
    }
    let run = try_run(&current, &wanted(""), &[], &Ignore::default()).unwrap();
    assert_eq!(run.open(), ["table __other"]);
}
