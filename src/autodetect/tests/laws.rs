use proptest::prelude::*;
use proptest::sample::{Index as Choice, subsequence};

use super::fixture::{detect, holds, wanted_of};
use crate::autodetect::{Ignore, autodetect};
use crate::dialect::Sqlite;
use crate::error::Result;
use crate::questions::{Answer, Question, Questioner};
use crate::schema::{
    Action, Change, Check, Column, Expr, ForeignKey, Generated, Index, PrimaryKey, Schema, Table, Unique, invert,
};

const TABLES: [&str; 5] = ["alpha", "beta", "gamma", "gammas", "delta two"];
const COLUMNS: [&str; 7] = ["name", "names", "age", "size", "kind", "a b", "order"];

/// A column that is not the key.
fn column(name: &'static str) -> impl Strategy<Value = Column> {
    let types = prop::sample::select(vec!["TEXT", "VARCHAR(20)", "INTEGER", "BIGINT", "DOUBLE", "BLOB"]);
    (types, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(move |(ty, nullable, default, values)| {
        let mut column = Column::new(name, ty);
        column.nullable = nullable;
        if default {
            column.default = Some(Expr::new(if ty == "TEXT" { "'x'" } else { "1" }));
        }
        if values && ty == "TEXT" {
            column.values = Some(vec!["x".to_owned(), name.to_owned()]);
        }
        column
    })
}

/// A table whose foreign keys refer to nothing yet: they are drawn in the schema.
fn table(name: &'static str) -> impl Strategy<Value = Table> {
    let columns = subsequence(COLUMNS.to_vec(), 0..=COLUMNS.len())
        .prop_flat_map(|names| names.into_iter().map(column).collect::<Vec<_>>());
    (columns, any::<[bool; 6]>(), any::<Choice>(), any::<Choice>()).prop_map(move |(columns, with, one, other)| {
        let mut table = Table::new(name);
        table.columns.push(Column::new("id", "INTEGER"));
        table.primary_key = Some(PrimaryKey { columns: vec!["id".to_owned()], ..PrimaryKey::default() });
        table.columns.extend(columns);
        let [unique, index, partial, check, generated, composite] = with;
        let pick = |choice: &Choice| choice.get(&table.columns).name.clone();
        let (one, other) = (pick(&one), pick(&other));
        if unique && one != other {
            table.uniques.push(Unique { columns: vec![one.clone(), other.clone()], ..Unique::default() });
        }
        if index {
            table.indexes.push(Index::on([other.clone()]));
        }
        let quoted = crate::sql::quote(&one);
        if partial {
            let predicate = Some(Expr::new(format!("{quoted} IS NOT NULL")));
            table.indexes.push(Index { predicate, ..Index::on([other.clone()]) });
        }
        if check {
            table.checks.push(Check { name: None, expr: Expr::new(format!("{quoted} <> 7")) });
        }
        if generated {
            let expr = Expr::new(format!("length({quoted})"));
            let column = Column { generated: Some(Generated { expr, stored: false }), ..Column::new("gen", "INTEGER") };
            table.columns.push(column.nullable());
        }
        if composite && one != other && [&one, &other].iter().all(|name| !table.column(name).unwrap().nullable) {
            table.primary_key = Some(PrimaryKey { columns: vec![one, other], ..PrimaryKey::default() });
        }
        table
    })
}

fn schema() -> impl Strategy<Value = Schema> {
    let tables = subsequence(TABLES.to_vec(), 0..=TABLES.len())
        .prop_flat_map(|names| names.into_iter().map(table).collect::<Vec<_>>());
    let keys = prop::collection::vec((any::<Choice>(), any::<Choice>(), any::<bool>()), 0..6);
    (tables, keys).prop_map(|(tables, keys)| {
        let mut schema = Schema::default();
        for table in tables {
            schema.insert(table);
        }
        // Keys come last, so that they can go round in circles.
        let names: Vec<_> = schema.tables.keys().cloned().collect();
        for (number, (child, parent, cascade)) in keys.iter().enumerate().filter(|_| !names.is_empty()) {
            let (child, parent) = (child.get(&names), parent.get(&names));
            if schema.tables[parent].key_columns() != ["id"] {
                continue;
            }
            let own = schema.tables.get_mut(child).unwrap();
            let name = format!("ref{number}");
            own.columns.push(Column::new(&name, "INTEGER").nullable());
            own.foreign_keys.push(ForeignKey {
                name: None,
                columns: vec![name],
                table: parent.clone(),
                references: vec!["id".to_owned()],
                on_delete: if *cascade { Action::Cascade } else { Action::NoAction },
                on_update: if *cascade { Action::Cascade } else { Action::NoAction },
                timing: None,
            });
        }
        schema
    })
}

/// Someone who renames what can be renamed every other time, and lets everything else happen.
struct Somebody(usize);

impl Questioner for Somebody {
    fn ask(&mut self, question: &Question) -> Result<Option<Answer>> {
        self.0 = self.0.wrapping_mul(5).wrapping_add(3);
        let renamed = self.0 & 4 == 0;
        let first = match question {
            Question::Table { candidates, .. } => candidates.first().map(|one| one.to.to_string()),
            Question::Column { candidates, .. } | Question::Value { candidates, .. } => {
                candidates.first().map(|one| one.to.clone())
            }
            _ => None,
        };
        Ok(Some(match (question, first) {
            (Question::Narrowing { .. }, _) => Answer::Allowed,
            (Question::Backfill { .. }, _) => Answer::Fill(Expr::new("1")),
            (Question::Cast { proposal, .. }, _) => Answer::Using(proposal.clone()),
            (_, Some(name)) if renamed => Answer::Renamed(name),
            _ => Answer::Dropped,
        }))
    }
}

fn changes(current: &Schema, goal: &Schema, seed: usize) -> Vec<Change> {
    autodetect(current, wanted_of(goal), &Ignore::default(), &Sqlite, &mut Somebody(seed)).unwrap().changes
}

/// The schema under the names that the first migration gives its indexes.
fn made(goal: &Schema) -> Schema {
    Schema::default().after(&changes(&Schema::default(), goal, 0))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn changes_lead_there_and_back(one in schema(), other in schema(), seed in any::<usize>()) {
        let current = made(&one);
        prop_assert_eq!(detect(&current, &wanted_of(&one)).changes, vec![]);
        let changes = changes(&current, &other, seed);
        let after = current.after(&changes);
        prop_assert_eq!(detect(&after, &wanted_of(&other)).changes, vec![]);
        prop_assert_eq!(after.after(&invert(&changes)).differences(&current), Vec::<String>::new());
    }

    #[test]
    fn the_same_input_gives_the_same_list(one in schema(), other in schema(), seed in any::<usize>()) {
        let current = made(&one);
        let first = changes(&current, &other, seed);
        prop_assert_eq!(&first, &changes(&current, &other, seed));
        let mut shuffled = other.clone();
        for table in shuffled.tables.values_mut() {
            table.indexes.reverse();
            table.uniques.reverse();
            table.foreign_keys.reverse();
        }
        let sorted = |changes: &[Change]| {
            let mut texts: Vec<String> = changes.iter().map(|change| format!("{:?}", std::mem::discriminant(change))).collect();
            texts.sort();
            texts
        };
        prop_assert_eq!(sorted(&first), sorted(&changes(&current, &shuffled, seed)));
    }

    #[test]
    fn nobodys_answers_leave_nothing_unseen(one in schema(), other in schema()) {
        // Whatever stays open, detection comes to an end and what it gives still fits together.
        let current = made(&one);
        let changes = detect(&current, &wanted_of(&other)).changes;
        prop_assert_eq!(detect(&current.after(&changes), &wanted_of(&other)).changes, vec![]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn changes_hold_on_a_database(one in schema(), other in schema(), seed in any::<usize>()) {
        let current = made(&one);
        let changes = changes(&current, &other, seed);
        holds(&current, &wanted_of(&other), &changes, "generated");
    }
}
