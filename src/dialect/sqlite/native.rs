//! What SQLite 3.35 can change in place.

use std::borrow::Cow;

use super::create::{column_line, create_index, create_indexes, create_table, create_unique_index};
use super::expression::{is_literal, is_null, plain};
use super::quote::quote;
use super::unfolding::Later;
use super::zero::zero;
use crate::dialect::Rendered;
use crate::schema::{Change, Check, Column, Expr, Fill, ForeignKey, Index, ObjectKind, Schema, Table, TableName};

/// Whether the change can only be had by making its table anew. `schema` is what the change finds,
/// `later` what follows it.
pub(super) fn needs_rebuild(schema: &Schema, change: &Change, later: &Later<'_>) -> bool {
    match change {
        Change::AddColumn { table, column, fill } => {
            let with = Belongings::of(table, column, later);
            let differs = |change: &Change| match change {
                Change::AddUnique { unique, .. } => unique.columns.contains(&column.name),
                Change::AddIndex { index, .. } => index.unique && index.uses(&column.name),
                _ => false,
            };
            // An UPDATE would give all rows the same value.
            let differs = *fill == Fill::Zero && later.iter().any(|(_, change)| differs(change));
            differs || !can_be_added(schema, table, column, fill, &with)
        }
        Change::DropColumn { table, column } => schema.table(table).is_some_and(|table| !can_be_dropped(table, column)),
        Change::AlterColumn { before, after, .. } => {
            *before != Column { comment: before.comment.clone(), ..after.clone() }
        }
        Change::AddUnique { unique, .. } | Change::DropUnique { unique, .. } => !unique.as_index,
        Change::SetPrimaryKey { .. }
        | Change::AddForeignKey { .. }
        | Change::DropForeignKey { .. }
        | Change::AddCheck { .. }
        | Change::DropCheck { .. } => true,
        _ => false,
    }
}

/// How many of the changes that follow are part of this one's statement: all that is added to a table just made, and
/// the key and the checks of a column just added. Their places among all changes.
pub(super) fn absorbed(change: &Change, later: &Later<'_>) -> Vec<usize> {
    match change {
        Change::CreateTable { .. } => {
            later.iter().take_while(|(_, later)| !is_final(later)).map(|(place, _)| *place).collect()
        }
        Change::AddColumn { table, column, .. } => Belongings::of(table, column, later).places,
        _ => Vec::new(),
    }
}

/// Whether the change moves its table away, so that what follows is about another.
fn is_final(change: &Change) -> bool {
    matches!(change, Change::DropTable { .. } | Change::RenameTable { .. } | Change::CreateTable { .. })
}

/// What is said about a new column in changes of its own, and belongs into its line.
#[derive(Default)]
struct Belongings<'a> {
    keys: Vec<&'a ForeignKey>,
    checks: Vec<&'a Check>,
    places: Vec<usize>,
}

impl<'a> Belongings<'a> {
    fn of(name: &TableName, column: &Column, later: &Later<'a>) -> Self {
        let mut found = Self::default();
        for (place, change) in later.iter().copied() {
            match change {
                Change::RenameTable { from, .. } if from == name => break,
                Change::RenameColumn { table, .. } if table == name => break,
                Change::AddForeignKey { table, key, .. } if table == name && key.columns == [column.name.clone()] => {
                    found.keys.push(key);
                    found.places.push(place);
                }
                Change::AddCheck { table, check } if table == name && check.expr.mentions(&column.name) => {
                    let waits = later.iter().any(|(_, change)| {
                        matches!(change, Change::AddColumn { table, column, .. }
                            if table == name && check.expr.mentions(&column.name))
                    });
                    if !waits {
                        found.checks.push(check);
                        found.places.push(place);
                    }
                }
                _ => {}
            }
        }
        found
    }
}

/// Whether ADD COLUMN takes it, and the rows get their values without a trigger noticing.
fn can_be_added(schema: &Schema, table: &TableName, column: &Column, fill: &Fill, with: &Belongings<'_>) -> bool {
    let constant = column.default.as_ref().is_none_or(is_literal);
    let default = column.default.as_ref().filter(|default| !is_null(default));
    let given = column.nullable || column.generated.is_some() || default.is_some();
    let stored = column.generated.as_ref().is_some_and(|generated| generated.stored);
    let keyed = !with.keys.is_empty() && default.is_some();
    let watched =
        schema.objects.iter().any(|object| object.kind == ObjectKind::Trigger && object.table.as_ref() == Some(table));
    let filled = filling(column, fill).is_some() && watched;
    constant && given && !stored && !keyed && !filled && column.identity.is_none()
}

/// The value that an UPDATE has to give to the rows that are there already.
fn filling(column: &Column, fill: &Fill) -> Option<Expr> {
    let value = match fill {
        Fill::Nothing => return None,
        Fill::With(value) => value.clone(),
        Fill::Zero => zero(column),
    };
    (column.generated.is_none() && column.default.as_ref() != Some(&value)).then_some(value)
}

/// Whether DROP COLUMN takes it: nothing in the table uses it. (Views and triggers SQLite looks at itself.)
fn can_be_dropped(table: &Table, column: &Column) -> bool {
    let name = &column.name;
    let named = |columns: &[String]| columns.iter().any(|own| own.eq_ignore_ascii_case(name));
    !(named(table.key_columns())
        || table.uniques.iter().any(|unique| named(&unique.columns))
        || table.indexes.iter().any(|index| index.uses(name))
        || table.foreign_keys.iter().any(|key| named(&key.columns))
        || table.checks.iter().any(|check| check.expr.mentions(name))
        || table.columns.iter().any(|own| own.generated.as_ref().is_some_and(|other| other.expr.mentions(name)))
        || column.values.is_some()
        || table.columns.len() < 2)
}

/// The statements of a change that needs no rebuild. `schema` is what the change finds, `later` what follows it.
pub(super) fn statements(schema: &Schema, change: &Change, later: &Later<'_>) -> Vec<Rendered> {
    match change {
        Change::CreateTable { table } => created(table, change, later),
        Change::RenameTable { from, to } => {
            vec![sql(format!("ALTER TABLE {} RENAME TO {}", quote(&from.name), quote(&to.name)))]
        }
        Change::RenameColumn { table, from, to } => {
            vec![alter(table, &format!("RENAME COLUMN {} TO {}", quote(from), quote(to)))]
        }
        Change::AddColumn { table, column, fill } => added(table, column, fill, later),
        Change::DropColumn { table, column } => vec![alter(table, &format!("DROP COLUMN {}", quote(&column.name)))],
        Change::AddIndex { table, index, .. } => vec![sql(create_index(&own(schema, table), index))],
        Change::DropIndex { index, .. } => vec![drop_index(index.name.as_deref())],
        Change::RenameIndex { table, index, to } => {
            let renamed = Index { name: Some(to.clone()), ..index.clone() };
            vec![drop_index(index.name.as_deref()), sql(create_index(&own(schema, table), &renamed))]
        }
        Change::AddUnique { table, unique } => vec![sql(create_unique_index(&own(schema, table), unique))],
        Change::DropUnique { unique, .. } => vec![drop_index(unique.name.as_deref())],
        // Tables are dropped together, in an order of their own; the others are part of another statement,
        // or say nothing that SQLite could keep.
        _ => Vec::new(),
    }
}

/// A new table with all that later changes add to it.
fn created(table: &Table, change: &Change, later: &Later<'_>) -> Vec<Rendered> {
    let absorbed = absorbed(change, later);
    let mut schema = Schema::default();
    if !absorbed.is_empty() {
        schema.insert(table.clone());
    }
    for (_, change) in later.iter().filter(|(place, _)| absorbed.contains(place)) {
        schema.apply(change);
    }
    let whole = schema.table(&table.name).unwrap_or(table);
    std::iter::once(create_table(whole)).chain(create_indexes(whole)).map(sql).collect()
}

/// ADD COLUMN, and an UPDATE where the rows get something that is not its default.
fn added(table: &TableName, column: &Column, fill: &Fill, later: &Later<'_>) -> Vec<Rendered> {
    let with = Belongings::of(table, column, later);
    let line = column_line(column, &with.checks, &with.keys);
    let update = filling(column, fill)
        .map(|value| sql(format!("UPDATE {} SET {} = {}", quote(&table.name), quote(&column.name), plain(&value))));
    std::iter::once(alter(table, &format!("ADD COLUMN {line}"))).chain(update).collect()
}

fn own<'a>(schema: &'a Schema, table: &TableName) -> Cow<'a, Table> {
    schema.table(table).map_or_else(|| Cow::Owned(Table::new(table.clone())), Cow::Borrowed)
}

fn drop_index(name: Option<&str>) -> Rendered {
    sql(format!("DROP INDEX {}", quote(name.unwrap_or_default())))
}

fn alter(table: &TableName, what: &str) -> Rendered {
    sql(format!("ALTER TABLE {} {what}", quote(&table.name)))
}

fn sql(sql: String) -> Rendered {
    Rendered { comments: Vec::new(), sql }
}
