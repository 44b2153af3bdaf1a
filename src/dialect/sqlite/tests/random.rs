//! Changes in random order, on tables that refer to each other in every way: what the database holds afterwards is
//! what the changes say, the rows are there, and the way back leads to where it began.

use proptest::prelude::*;

use super::bench::{Way, round_trip_if_possible};
use super::edit::Edit;
use crate::schema::{Change, Column, Fill, PrimaryKey, Schema, Table};

const SETUP: &str = "
    CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, x TEXT NOT NULL, b INTEGER REFERENCES b (id) ON DELETE CASCADE,
        me INTEGER REFERENCES a (id) ON DELETE CASCADE);
    CREATE TABLE b (id INTEGER PRIMARY KEY NOT NULL, a INTEGER NOT NULL REFERENCES a (id) ON DELETE RESTRICT, n INTEGER);
    CREATE TABLE c (id INTEGER PRIMARY KEY NOT NULL, b INTEGER NOT NULL REFERENCES b (id) ON DELETE CASCADE, t TEXT UNIQUE);
    CREATE TABLE d (k TEXT NOT NULL, l INTEGER NOT NULL, c INTEGER REFERENCES c (id) ON DELETE SET NULL, PRIMARY KEY (k, l)) WITHOUT ROWID;
    CREATE TABLE e (v INTEGER, w TEXT);
    CREATE INDEX a_x ON a (x DESC) WHERE x <> '';
    CREATE INDEX b_n ON b (n + 1);
    INSERT INTO a VALUES (1, 'p', 1, NULL), (2, 'q', 2, 1), (7, 'r', NULL, 7); DELETE FROM a WHERE id = 7;
    INSERT INTO b VALUES (1, 2, 5), (2, 1, NULL); INSERT INTO c VALUES (1, 1, 'u'), (2, 2, NULL);
    INSERT INTO d VALUES ('k', 1, 1), ('k', 2, NULL); INSERT INTO e (rowid, v, w) VALUES (9, 1, 'one'), (4, 2, NULL);
";

/// Names that come and go.
const NAMES: [&str; 6] = ["n1", "n2", "order", "t", "x", "n"];

/// One change, made of three numbers, with those that it needs before it; nothing if it is not possible, or nothing
/// that detection would ever ask for (to drop what was made just before).
fn step(edit: &mut Edit, (what, one, two): (u8, u8, u8)) {
    let tables: Vec<Table> = edit.schema().tables.values().cloned().collect();
    let Some(table) = tables.get(usize::from(one) % tables.len().max(1)) else { return };
    let name = table.name.name.as_str();
    let column = &table.columns[usize::from(two) % table.columns.len()];
    let own = column.name.as_str();
    let is_key = table.key_columns().contains(&column.name);
    let new = NAMES[usize::from(two) % NAMES.len()];
    let is_free = table.column(new).is_none();
    let table_is_free = !tables.iter().any(|table| table.name.name == new);
    match what % 14 {
        0 if is_free => _ = edit.add(name, Column::new(new, "TEXT").nullable()),
        1 if is_free => _ = edit.add_filled(name, Column::new(new, "INTEGER"), "41 + 1"),
        2 if is_free => _ = edit.add(name, Column::new(new, "INTEGER").default("7")),
        3 if !is_key && table.columns.len() > 2 => _ = strip(edit, table, own).drop_column(name, own),
        4 if is_free => _ = edit.rename_column(name, own, new),
        5 if table_is_free => _ = edit.rename(name, new),
        6 if !is_key && column.nullable && column.ty.key() == "text" => {
            edit.alter_with(name, own, Fill::Zero, None, |column| column.nullable = false);
        }
        7 if !is_key => _ = edit.alter(name, own, |column| column.nullable = true),
        8 => _ = edit.check(name, None, &format!("\"{own}\" IS NULL OR \"{own}\" = \"{own}\"")),
        9 => _ = edit.index(name, &format!("i{}", edit.changes.len()), &[own]),
        10 => {
            for key in table.foreign_keys.iter().take(1) {
                edit.drop_key(name, &key.columns.iter().map(String::as_str).collect::<Vec<_>>());
            }
        }
        11 if is_free => {
            let parents = ["a", "b", "c"];
            let parent = parents[usize::from(one) % parents.len()];
            if edit.schema().table(&parent.into()).is_some_and(|table| table.column("id").is_some()) {
                edit.add(name, Column::new(new, "INTEGER").nullable()).refer(name, &[new], parent, &["id"]);
            }
        }
        12 if table_is_free && !edit.has_made_or_dropped(new) => {
            let mut made = Table::new(new);
            made.columns = vec![Column::new("id", "INTEGER"), Column::new("up", "INTEGER").nullable()];
            made.primary_key = Some(PrimaryKey { columns: vec!["id".into()], ..PrimaryKey::default() });
            edit.create(made).refer(new, &["up"], new, &["id"]);
        }
        13 if tables.len() > 2 && !edit.has_made_or_dropped(name) && !edit.has_added_to(name) => {
            for child in &tables {
                for key in child.foreign_keys.iter().filter(|key| key.table == table.name) {
                    edit.drop_key(&child.name.name, &key.columns.iter().map(String::as_str).collect::<Vec<_>>());
                }
            }
            edit.drop(name);
        }
        _ => {}
    }
}

/// Takes away what uses the column, in its table and in others.
fn strip<'a>(edit: &'a mut Edit, table: &Table, column: &str) -> &'a mut Edit {
    let name = table.name.name.as_str();
    let uses = |columns: &[String]| columns.iter().any(|own| own == column);
    let children: Vec<Table> = edit.schema().tables.values().cloned().collect();
    for child in &children {
        for key in &child.foreign_keys {
            if (child.name == table.name && uses(&key.columns)) || (key.table == table.name && uses(&key.references)) {
                edit.drop_key(&child.name.name, &key.columns.iter().map(String::as_str).collect::<Vec<_>>());
            }
        }
    }
    for unique in table.uniques.iter().filter(|unique| uses(&unique.columns)) {
        edit.drop_unique(name, &unique.columns.iter().map(String::as_str).collect::<Vec<_>>());
    }
    for index in table.indexes.iter().filter(|index| index.uses(column)) {
        edit.drop_index(name, index.name.as_deref().unwrap());
    }
    for check in table.checks.iter().filter(|check| check.expr.mentions(column)) {
        edit.drop_check(name, check);
    }
    edit
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_changes_in_any_order(
        steps in proptest::collection::vec((any::<u8>(), any::<u8>(), any::<u8>()), 1..7),
        way in 0..4_usize,
    ) {
        let changes = |schema: &Schema| -> Vec<Change> {
            let mut edit = Edit::of(schema);
            for numbers in &steps {
                step(&mut edit, *numbers);
            }
            edit.changes
        };
        let way = Way::modern().nth(way).unwrap();
        round_trip_if_possible(way, SETUP, &changes);
    }
}
