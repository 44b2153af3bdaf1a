//! The laws of the design, with generated schemas: what is rendered and run is what was wanted; a second look finds
//! nothing; what is undone is as it was; and rows stay.

use std::collections::BTreeMap;
use std::path::PathBuf;

use diesel_manage::Result;
use diesel_manage::internals::autodetect::{Ignore, autodetect};
use diesel_manage::internals::database::Session;
use diesel_manage::internals::database::sqlite::SqliteSession;
use diesel_manage::internals::dialect::{Dialect, Sqlite};
use diesel_manage::internals::questions::{Answer, Question, Questioner};
use diesel_manage::internals::schema::{
    Action, Change, Check, Column, Declaration, Expr, ForeignKey, Generated, Index, IndexPart, Place, PrimaryKey,
    Schema, Table, TableName, Unique, Wanted, invert,
};
use proptest::prelude::*;

const TABLES: [&str; 4] = ["alpha", "beta", "order", "with space"];
const COLUMNS: [&str; 5] = ["a", "b", "group", "e f", "crab 🦀"];
const TYPES: [&str; 5] = ["INTEGER", "BIGINT", "TEXT", "VARCHAR(20)", "VARCHAR(30)"];
const ROWS: usize = 3;

/// What a generated column is: a type, and a number of things that it has or has not.
#[derive(Clone, Debug)]
struct ColumnPlan {
    ty: usize,
    nullable: bool,
    default: bool,
    collate: bool,
    unique: bool,
    check: bool,
    index: u8,
    parent: Option<(usize, u8)>,
}

#[derive(Clone, Debug)]
struct TablePlan {
    columns: BTreeMap<usize, ColumnPlan>,
    composite: bool,
    unique_set: bool,
    generated: bool,
}

type Plan = BTreeMap<usize, TablePlan>;

fn column() -> impl Strategy<Value = ColumnPlan> {
    (0..TYPES.len(), any::<[bool; 5]>(), 0..7_u8, prop::option::weighted(0.3, (0..TABLES.len(), 0..4_u8))).prop_map(
        |(ty, [nullable, default, collate, unique, check], index, parent)| ColumnPlan {
            ty,
            nullable,
            default,
            collate,
            unique,
            check,
            index,
            parent,
        },
    )
}

fn plan() -> impl Strategy<Value = Plan> {
    let table = (prop::collection::btree_map(0..COLUMNS.len(), column(), 0..4), any::<[bool; 3]>()).prop_map(
        |(columns, [composite, unique_set, generated])| TablePlan { columns, composite, unique_set, generated },
    );
    prop::collection::btree_map(0..TABLES.len(), table, 1..4)
}

/// The tables as models would declare them, when those of `before` are there and hold rows: what they hold cannot refer
/// to a table that is new and empty.
fn wanted(plan: &Plan, before: &Plan) -> Wanted {
    let mut wanted = Wanted::default();
    for (number, table) in plan {
        let mut parents = plan.clone();
        if before.contains_key(number) {
            parents.retain(|parent, _| before.contains_key(parent));
        }
        let table = build(TABLES[*number], table, &parents);
        let declaration = Declaration {
            place: Place { file: PathBuf::from("models.rs"), line: 1, column: 1 },
            managed: true,
            renamed_from: None,
            columns_renamed_from: BTreeMap::new(),
            diesel_types: None,
            unspoken: BTreeMap::new(),
            joinable: BTreeMap::new(),
            concurrent: Vec::new(),
        };
        wanted.declarations.insert(table.name.clone(), declaration);
        wanted.schema.insert(table);
    }
    wanted
}

fn build(name: &str, plan: &TablePlan, parents: &Plan) -> Table {
    let mut table = Table::new(name);
    table.columns.push(Column::new("id", "INTEGER"));
    let mut key = PrimaryKey { columns: vec!["id".to_owned()], ..PrimaryKey::default() };
    let mut names = Vec::new();
    for (number, column) in &plan.columns {
        let name = COLUMNS[*number];
        let quoted = Sqlite.quote(name);
        let parent = column.parent.filter(|(parent, _)| parents.get(parent).is_some_and(|parent| !parent.composite));
        let text = column.ty >= 2;
        let mut own = Column::new(name, if parent.is_some() { "BIGINT" } else { TYPES[column.ty] });
        own.nullable = column.nullable;
        if let Some((parent, action)) = parent {
            // A row whose parent nobody remembers cannot come back: a key that must hold something would stop the way back.
            own.nullable = true;
            let action = [Action::NoAction, Action::Cascade, Action::Restrict, Action::SetDefault][usize::from(action)];
            table.foreign_keys.push(ForeignKey {
                name: None,
                columns: vec![name.to_owned()],
                table: TableName::new(TABLES[parent]),
                references: vec!["id".to_owned()],
                on_delete: action,
                on_update: Action::NoAction,
                timing: None,
            });
        } else {
            // Rows that are there already would all get it.
            let shared = !column.unique && !plan.unique_set && !plan.composite;
            own.default = (column.default && shared).then(|| Expr::new(if text { "'7'" } else { "7" }));
            own.collation = (column.collate && text).then(|| "NOCASE".to_owned());
        }
        table.columns.push(own);
        if column.unique {
            table.uniques.push(Unique { columns: vec![name.to_owned()], ..Unique::default() });
        }
        if column.check {
            table.checks.push(Check { name: None, expr: Expr::new(format!("{quoted} <> 'never'")) });
        }
        let mut index = Index::on([name]);
        match column.index {
            1 => index.parts[0].desc = true,
            2 => {
                index.parts = vec![IndexPart::expr(format!("lower({quoted})"))];
            }
            3 => index.predicate = Some(Expr::new(format!("{quoted} IS NOT NULL"))),
            4 => index.name = Some(format!("by_{name}_of_{}", table.name)),
            5 => {}
            _ => index.parts.clear(),
        }
        if !index.parts.is_empty() {
            table.indexes.push(index);
        }
        names.push(name.to_owned());
    }
    if plan.composite && !names.is_empty() && !refers(&table, &names[0]) {
        key.columns.push(names[0].clone());
        for column in &mut table.columns {
            column.nullable &= column.name != names[0];
        }
    }
    table.primary_key = Some(key);
    if plan.unique_set && names.len() > 1 {
        table.uniques.push(Unique { columns: names.clone(), ..Unique::default() });
    }
    if plan.generated && !names.is_empty() {
        let mut column = Column::new("made", "TEXT").nullable();
        column.generated =
            Some(Generated { expr: Expr::new(format!("{} || '!'", Sqlite.quote(&names[0]))), stored: plan.unique_set });
        table.columns.push(column);
    }
    table
}

/// Whether the column refers to another table.
fn refers(table: &Table, column: &str) -> bool {
    table.foreign_keys.iter().any(|key| key.columns.iter().any(|own| own == column))
}

/// Agrees to everything.
struct Yes;

impl Questioner for Yes {
    fn ask(&mut self, question: &Question) -> Result<Option<Answer>> {
        Ok(Some(match question {
            Question::Table { .. } | Question::Column { .. } | Question::Value { .. } => Answer::Dropped,
            Question::Narrowing { .. } => Answer::Allowed,
            // As many different values as there are rows: the column may be unique, or refer to a row.
            Question::Backfill { column, .. } if column.ty.base() == "bigint" || column.ty.base() == "integer" => {
                Answer::Fill(Expr::new("id"))
            }
            Question::Backfill { .. } => Answer::Fill(Expr::new("CAST(id AS TEXT)")),
            Question::Cast { proposal, .. } => Answer::Using(proposal.clone()),
        }))
    }
}

fn detect(current: &Schema, wanted: &Wanted) -> Vec<Change> {
    let ignore = Ignore::default();
    autodetect(current, wanted.clone(), &ignore, &Sqlite, &mut Yes).expect("detection").changes
}

/// Renders the changes and runs them, in one transaction.
fn run(session: &mut SqliteSession, schema: &Schema, changes: &[Change]) {
    let script = Sqlite.render(schema, changes).expect("SQL");
    session.execute("BEGIN IMMEDIATE").expect("a transaction");
    for rendered in script.iter().filter(|rendered| !rendered.sql.is_empty()) {
        session.execute(&rendered.sql).unwrap_or_else(|error| {
            let text: Vec<&str> = script.iter().map(|rendered| rendered.sql.as_str()).collect();
            panic!("{error}\nin {}\nof\n{}\nfor {changes:#?}", rendered.sql, text.join(";\n"));
        });
    }
    session.execute("COMMIT").expect("its end");
}

/// The same small number in every column of a row: it fits every type, is unique, and refers to a row that is there.
fn fill(session: &mut SqliteSession, schema: &Schema) {
    session.execute("PRAGMA foreign_keys = OFF").expect("a pragma");
    for table in schema.tables.values() {
        let columns: Vec<String> =
            table.columns.iter().filter(|c| c.generated.is_none()).map(|c| Sqlite.quote(&c.name)).collect();
        for row in 1..=ROWS {
            let values = vec![row.to_string(); columns.len()].join(", ");
            let insert =
                format!("INSERT INTO {} ({}) VALUES ({values})", Sqlite.quote(&table.name.name), columns.join(", "));
            session.execute(&insert).unwrap_or_else(|error| panic!("{insert}: {error}"));
        }
    }
    session.execute("PRAGMA foreign_keys = ON").expect("a pragma");
}

fn count(session: &mut SqliteSession, table: &TableName) -> String {
    let rows = session.query(&format!("SELECT count(*) FROM {}", Sqlite.quote(&table.name))).expect("a count");
    rows[0][0].clone().expect("a number")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_rendered_and_run_is_what_was_wanted(first in plan(), second in plan()) {
        let mut session = SqliteSession::in_memory().expect("a database");
        let (first, second) = (wanted(&first, &Plan::new()), wanted(&second, &first));
        let nothing = Schema::default();
        let changes = detect(&nothing, &first);
        run(&mut session, &nothing, &changes);
        let one = session.introspect().expect("a schema");
        prop_assert_eq!(detect(&one, &first), vec![], "a second look finds nothing");
        prop_assert_eq!(one.differences(&nothing.after(&changes)), Vec::<String>::new(), "what is there is what the changes say");
        fill(&mut session, &one);

        let changes = detect(&one, &second);
        run(&mut session, &one, &changes);
        let two = session.introspect().expect("a schema");
        prop_assert_eq!(detect(&two, &second), vec![], "a second look finds nothing");
        prop_assert_eq!(&changes, &detect(&one, &second), "the same list every time");
        for table in two.tables.keys().filter(|table| one.tables.contains_key(*table)) {
            prop_assert_eq!(count(&mut session, table), ROWS.to_string(), "rows of {}", table);
        }

        run(&mut session, &two, &invert(&changes));
        let back = session.introspect().expect("a schema");
        prop_assert_eq!(one.differences(&back), Vec::<String>::new(), "down after up gives the same schema back");
        for table in two.tables.keys().filter(|table| one.tables.contains_key(*table)) {
            prop_assert_eq!(count(&mut session, table), ROWS.to_string(), "rows of {}", table);
        }
        run(&mut session, &back, &detect(&back, &second));
    }
}
