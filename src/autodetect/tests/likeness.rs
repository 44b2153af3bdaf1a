use std::collections::BTreeMap;

use serde::Deserialize;

use super::fixture::{try_run, wanted_of};
use crate::autodetect::Ignore;
use crate::questions::Question;
use crate::schema::{Column, ForeignKey, Index, PrimaryKey, Schema, Table, Unique};

#[derive(Deserialize)]
struct Cases {
    column: Vec<ColumnCase>,
    table: Vec<TableCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnCase {
    case: String,
    before: Vec<String>,
    after: Vec<String>,
    gone: String,
    best: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TableCase {
    case: String,
    before: BTreeMap<String, Vec<String>>,
    after: BTreeMap<String, Vec<String>>,
    gone: String,
    best: Option<String>,
}

#[test]
fn the_likeliest_is_the_one_that_a_person_would_choose() {
    let text = include_str!("../../../tests/cases/renames/cases.toml");
    let cases: Cases = toml::from_str(text).unwrap();
    assert!(cases.column.len() + cases.table.len() >= 30);
    let mut wrong = Vec::new();
    for case in cases.column {
        let schema = |columns: &[String]| schema(&BTreeMap::from([("t".to_owned(), columns.to_vec())]));
        let offered = offered(&schema(&case.before), &schema(&case.after), "column", &case.gone);
        if offered.first().map(|(name, _)| name) != case.best.as_ref() {
            wrong.push(format!("{}: offered {offered:?}", case.case));
        }
    }
    for case in cases.table {
        let offered = offered(&schema(&case.before), &schema(&case.after), "table", &case.gone);
        if offered.first().map(|(name, _)| name) != case.best.as_ref() {
            wrong.push(format!("{}: offered {offered:?}", case.case));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_reason_says_what_is_alike() {
    let before = schema(&BTreeMap::from([("t".to_owned(), vec!["id INTEGER key".into(), "name TEXT index".into()])]));
    let after = schema(&BTreeMap::from([("t".to_owned(), vec!["id INTEGER key".into(), "names TEXT index".into()])]));
    let offered = offered(&before, &after, "column", "name");
    assert_eq!(offered, [("names".to_owned(), "same type, position and index, name 93 % alike".to_owned())]);
}

/// What is offered for a vanished thing, with the reasons.
fn offered(before: &Schema, after: &Schema, kind: &str, gone: &str) -> Vec<(String, String)> {
    let run = try_run(before, &wanted_of(after), &[], &Ignore::default()).unwrap();
    let about =
        |question: &&Question| question.kind() == kind && question.column().unwrap_or(&question.table().name) == gone;
    let question = run.open.iter().map(|open| &open.question).find(about).expect("a question");
    match question {
        Question::Table { candidates, .. } => {
            candidates.iter().map(|one| (one.to.to_string(), one.reason.clone())).collect()
        }
        Question::Column { candidates, .. } => {
            candidates.iter().map(|one| (one.to.clone(), one.reason.clone())).collect()
        }
        other => panic!("{other}"),
    }
}

fn schema(tables: &BTreeMap<String, Vec<String>>) -> Schema {
    let mut schema = Schema::default();
    for (name, columns) in tables {
        let mut table = Table::new(name.as_str());
        for column in columns {
            add(&mut table, column);
        }
        schema.insert(table);
    }
    schema
}

fn add(table: &mut Table, text: &str) {
    let mut words = text.split(' ');
    let mut column = Column::new(words.next().unwrap(), words.next().unwrap());
    let names = vec![column.name.clone()];
    while let Some(word) = words.next() {
        match word {
            "null" => column.nullable = true,
            "index" => {
                table.indexes.push(Index { name: Some(format!("{}_idx", names[0])), ..Index::on(names.clone()) });
            }
            "unique" => table.uniques.push(Unique { columns: names.clone(), ..Unique::default() }),
            "key" => table.primary_key.get_or_insert_with(PrimaryKey::default).columns.extend(names.clone()),
            "refers" => table.foreign_keys.push(ForeignKey {
                name: None,
                columns: names.clone(),
                table: words.next().unwrap().into(),
                references: vec!["id".into()],
                on_delete: Default::default(),
                on_update: Default::default(),
                timing: None,
            }),
            other => panic!("{other}"),
        }
    }
    table.columns.push(column);
}
