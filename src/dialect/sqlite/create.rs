//! CREATE TABLE and CREATE INDEX, as someone would write them by hand.

use super::expression::{default_value, parenthesised, plain};
use super::name::default_name;
use super::quote::{quote, quote_all, quote_text};
use crate::dialect::NameKind;
use crate::schema::{
    Check, Column, ForeignKey, Identity, Index, IndexKey, IndexPart, PrimaryKey, Table, Timing, Unique,
};

/// The CREATE TABLE statement of a table, without a closing semicolon; its indexes are statements of their own.
///
/// A pure function of the table: where a database keeps this very text, [`Table::sql`] is left out.
pub fn create_table(table: &Table) -> String {
    let mut lines: Vec<String> = table.columns.iter().map(|column| column_of(table, column)).collect();
    if let Some(key) = &table.primary_key
        && !is_inline_key(table, key)
    {
        let constraint = format!("PRIMARY KEY ({})", quote_all(&key.columns));
        lines.push(named(key.name.as_deref(), constraint + &conflict(key.on_conflict.as_deref())));
    }
    lines.extend(
        table
            .uniques
            .iter()
            .filter(|unique| !unique.as_index && !is_inline_unique(table, unique))
            .map(|unique| named(unique.name.as_deref(), unique_constraint(unique))),
    );
    lines.extend(table.foreign_keys.iter().filter(|key| !is_inline_reference(table, key)).map(|key| {
        let constraint = format!("FOREIGN KEY ({}) {}", quote_all(&key.columns), references(key));
        named(key.name.as_deref(), constraint)
    }));
    lines.extend(
        table
            .checks
            .iter()
            .filter(|check| inline_column(table, check).is_none())
            .map(|check| named(check.name.as_deref(), format!("CHECK {}", parenthesised(&check.expr)))),
    );
    let options = if table.options.is_empty() { String::new() } else { format!(" {}", table.options.join(", ")) };
    format!("CREATE TABLE {} (\n    {}\n){options}", quote(&table.name.name), lines.join(",\n    "))
}

/// The statements that make the table's indexes, those that serve as unique sets included.
pub(super) fn create_indexes(table: &Table) -> Vec<String> {
    let uniques = table.uniques.iter().filter(|unique| unique.as_index);
    let uniques = uniques.map(|unique| create_unique_index(table, unique));
    uniques.chain(table.indexes.iter().map(|index| create_index(table, index))).collect()
}

/// CREATE INDEX. An index has a name, whether it was given one or not.
pub(super) fn create_index(table: &Table, index: &Index) -> String {
    let (unique, kind) = if index.unique { ("UNIQUE ", NameKind::Unique) } else { ("", NameKind::Index) };
    let columns: Vec<&str> = index.parts.iter().map(part_name).collect();
    let name = index.name.clone().unwrap_or_else(|| default_name(table, kind, &columns));
    let parts = index.parts.iter().map(index_part).collect::<Vec<_>>().join(", ");
    let predicate = index.predicate.as_ref().map(|predicate| format!(" WHERE {}", plain(predicate)));
    let predicate = predicate.unwrap_or_default();
    format!("CREATE {unique}INDEX {} ON {} ({parts}){predicate}", quote(&name), quote(&table.name.name))
}

/// CREATE UNIQUE INDEX for a unique set that is an index.
pub(super) fn create_unique_index(table: &Table, unique: &Unique) -> String {
    create_index(table, &Index { name: unique.name.clone(), unique: true, ..Index::on(&unique.columns) })
}

/// What an index's name calls its part.
fn part_name(part: &IndexPart) -> &str {
    match &part.key {
        IndexKey::Column(name) => name,
        IndexKey::Expr(_) => "expr",
    }
}

fn index_part(part: &IndexPart) -> String {
    let key = match &part.key {
        IndexKey::Column(name) => quote(name),
        IndexKey::Expr(expr) => plain(expr),
    };
    let collation = part.collation.as_ref().map(|name| format!(" COLLATE {}", quote(name)));
    format!("{key}{}{}", collation.unwrap_or_default(), if part.desc { " DESC" } else { "" })
}

/// A column's line in CREATE TABLE, with the constraints that are its own.
fn column_of(table: &Table, column: &Column) -> String {
    let mut text = definition(column, inline_key(table, column));
    for unique in table.uniques.iter().filter(|unique| !unique.as_index && is_inline_unique(table, unique)) {
        if unique.columns.first() == Some(&column.name) {
            text += " UNIQUE";
            text += &conflict(unique.on_conflict.as_deref());
        }
    }
    let checks = table.checks.iter().filter(|check| inline_column(table, check) == Some(column));
    let keys = table.foreign_keys.iter().filter(|key| is_inline_reference(table, key));
    let keys: Vec<&ForeignKey> = keys.filter(|key| key.columns.first() == Some(&column.name)).collect();
    text + &constraints(&checks.collect::<Vec<_>>(), &keys)
}

/// A column's line with unnamed checks and references of its own: what ADD COLUMN takes.
pub(super) fn column_line(column: &Column, checks: &[&Check], keys: &[&ForeignKey]) -> String {
    definition(column, None) + &constraints(checks, keys)
}

/// A check's condition in parentheses.
pub(super) fn condition(check: &Check) -> String {
    parenthesised(&check.expr)
}

fn constraints(checks: &[&Check], keys: &[&ForeignKey]) -> String {
    let checks = checks.iter().map(|check| (&check.name, format!("CHECK {}", condition(check))));
    let keys = keys.iter().map(|key| (&key.name, references(key)));
    checks.chain(keys).map(|(name, constraint)| format!(" {}", named(name.as_deref(), constraint))).collect()
}

/// The column itself: name, type, and what only a column can say.
fn definition(column: &Column, key: Option<&PrimaryKey>) -> String {
    let mut text = quote(&column.name);
    if !column.ty.text().is_empty() {
        text = format!("{text} {}", column.ty);
    }
    if let Some(key) = key {
        text += " PRIMARY KEY";
        text += &conflict(key.on_conflict.as_deref());
        if column.identity == Some(Identity::AutoIncrement) {
            text += " AUTOINCREMENT";
        }
    }
    if !column.nullable {
        text += " NOT NULL";
        text += &conflict(column.on_conflict.as_deref());
    }
    if let Some(collation) = &column.collation {
        text = format!("{text} COLLATE {}", quote(collation));
    }
    if let Some(default) = &column.default {
        text = format!("{text} DEFAULT {}", default_value(default));
    }
    if let Some(generated) = &column.generated {
        let stored = if generated.stored { "STORED" } else { "VIRTUAL" };
        text = format!("{text} GENERATED ALWAYS AS {} {stored}", parenthesised(&generated.expr));
    }
    if let Some(values) = &column.values {
        let values: Vec<String> = values.iter().map(|value| quote_text(value)).collect();
        text = format!("{text} CHECK ({} IN ({}))", quote(&column.name), values.join(", "));
    }
    text
}

/// The key, if it is written with this column.
fn inline_key<'a>(table: &'a Table, column: &Column) -> Option<&'a PrimaryKey> {
    table.primary_key.as_ref().filter(|key| is_inline_key(table, key) && key.columns.first() == Some(&column.name))
}

/// A key of one column is written with it; a named one only where AUTOINCREMENT, which needs that, is asked for.
fn is_inline_key(table: &Table, key: &PrimaryKey) -> bool {
    let [column] = key.columns.as_slice() else { return false };
    table.column(column).is_some_and(|column| key.name.is_none() || column.identity.is_some())
}

fn is_inline_unique(table: &Table, unique: &Unique) -> bool {
    matches!(unique.columns.as_slice(), [column] if unique.name.is_none() && table.column(column).is_some())
}

fn is_inline_reference(table: &Table, key: &ForeignKey) -> bool {
    matches!(key.columns.as_slice(), [column] if key.name.is_none() && table.column(column).is_some())
}

/// The column that an unnamed check is written with: the only one that it mentions.
fn inline_column<'a>(table: &'a Table, check: &Check) -> Option<&'a Column> {
    let mut mentioned = table.columns.iter().filter(|column| check.expr.mentions(&column.name));
    match (mentioned.next(), mentioned.next(), &check.name) {
        (Some(only), None, None) => Some(only),
        _ => None,
    }
}

fn unique_constraint(unique: &Unique) -> String {
    format!("UNIQUE ({}){}", quote_all(&unique.columns), conflict(unique.on_conflict.as_deref()))
}

/// `REFERENCES parent (…)` with its actions.
fn references(key: &ForeignKey) -> String {
    let mut text = format!("REFERENCES {} ({})", quote(&key.table.name), quote_all(&key.references));
    if !key.on_delete.is_none() {
        text = format!("{text} ON DELETE {}", key.on_delete);
    }
    if !key.on_update.is_none() {
        text = format!("{text} ON UPDATE {}", key.on_update);
    }
    match key.timing {
        None => text,
        Some(Timing::Deferrable) => text + " DEFERRABLE INITIALLY IMMEDIATE",
        Some(Timing::Deferred) => text + " DEFERRABLE INITIALLY DEFERRED",
    }
}

fn named(name: Option<&str>, constraint: String) -> String {
    match name {
        Some(name) => format!("CONSTRAINT {} {constraint}", quote(name)),
        None => constraint,
    }
}

fn conflict(clause: Option<&str>) -> String {
    clause.map(|clause| format!(" ON CONFLICT {clause}")).unwrap_or_default()
}
