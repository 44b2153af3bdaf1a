//! A schema out of what was generated.

use std::collections::BTreeMap;
use std::path::PathBuf;

use diesel_manage::internals::schema::Action;
use diesel_manage::internals::schema::{
    Check, Column, Declaration, Expr, ForeignKey, Generated, Index, IndexPart, Place, PrimaryKey, Table, TableName,
    Unique, Wanted,
};

use super::Words;
use super::plan::{Plan, TablePlan};

/// The tables as models would declare them, when those of `before` are there and hold rows: what they hold cannot refer
/// to a table that is new and empty.
pub(super) fn wanted(words: &Words, plan: &Plan, before: &Plan) -> Wanted {
    let mut wanted = Wanted::default();
    for (number, table) in plan {
        let mut parents = plan.clone();
        if before.contains_key(number) {
            parents.retain(|parent, _| before.contains_key(parent));
        }
        let table = build(words, words.tables[*number], table, &parents);
        let declaration = Declaration {
            place: Place { file: PathBuf::from("models.rs"), line: 1, column: 1 },
            managed: true,
            renamed_from: None,
            columns_renamed_from: BTreeMap::new(),
            diesel_types: None,
            unspoken: BTreeMap::new(),
            joinable: BTreeMap::new(),
            concurrent: Vec::new(),
            counted: Default::default(),
        };
        wanted.declarations.insert(table.name.clone(), declaration);
        wanted.schema.insert(table);
    }
    wanted
}

fn build(words: &Words, name: &str, plan: &TablePlan, parents: &Plan) -> Table {
    let mut table = Table::new(name);
    table.columns.push(Column::new("id", words.key));
    let mut key = PrimaryKey { columns: vec!["id".to_owned()], ..PrimaryKey::default() };
    let mut names = Vec::new();
    for (number, column) in &plan.columns {
        let name = words.columns[*number];
        let quoted = words.dialect().quote(name);
        let parent = column.parent.filter(|(parent, _)| parents.get(parent).is_some_and(|parent| !parent.composite));
        let text = words.is_text(column.ty) && parent.is_none();
        let mut own = Column::new(name, if parent.is_some() { words.reference } else { words.types[column.ty] });
        own.nullable = column.nullable;
        if let Some((parent, action)) = parent {
            // A row whose parent nobody remembers cannot come back: a key that must hold something would stop the way back.
            own.nullable = true;
            let action = words.actions[usize::from(action)];
            table.foreign_keys.push(ForeignKey {
                name: None,
                columns: vec![name.to_owned()],
                table: TableName::new(words.tables[parent]),
                references: vec!["id".to_owned()],
                on_delete: action,
                on_update: Action::NoAction,
                timing: None,
            });
        } else {
            // Rows that are there already would all get it.
            let shared = !column.unique && !plan.unique_set && !plan.composite;
            own.default = (column.default && shared).then(|| Expr::new(if text { "'7'" } else { "7" }));
            own.collation = (column.collate && text).then(|| words.collation.to_owned());
        }
        table.columns.push(own);
        if column.unique {
            table.uniques.push(Unique { columns: vec![name.to_owned()], ..Unique::default() });
        }
        // MySQL checks no column that a foreign key may change.
        if column.check && (parent.is_none() || words.rich_indexes) {
            table.checks.push(Check { name: None, expr: words.not_never(&quoted, text) });
        }
        let mut index = Index::on([name]);
        match column.index {
            1 => index.parts[0].desc = true,
            2 if words.rich_indexes => index.parts = vec![IndexPart::expr(words.computed(&quoted, text))],
            3 if words.rich_indexes => index.predicate = Some(Expr::new(format!("{quoted} IS NOT NULL"))),
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
    // A column whose row another one may change cannot be what one is computed of, on MySQL.
    let base = plan.columns.keys().map(|number| words.columns[*number]).find(|name| !refers(&table, name));
    if let Some(base) = base.filter(|_| plan.generated) {
        let number = words.columns.iter().position(|name| *name == base).expect("one of the columns");
        let text = words.is_text(plan.columns[&number].ty);
        let mut column = Column::new("made", words.text).nullable();
        let stored = plan.unique_set || !words.is_virtual;
        column.generated = Some(Generated { expr: words.with_mark(&words.dialect().quote(base), text), stored });
        table.columns.push(column);
    }
    table
}

/// Whether the column refers to another table.
fn refers(table: &Table, column: &str) -> bool {
    table.foreign_keys.iter().any(|key| key.columns.iter().any(|own| own == column))
}
