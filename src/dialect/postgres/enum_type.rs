//! Enums that are types.

use super::quote::{quote, quote_name, quote_text};
use crate::schema::{Column, EnumType, Expr, TableName, ValueMove};

/// CREATE TYPE, and its comment.
pub(super) fn create(ty: &EnumType) -> Vec<String> {
    let comment = ty.comment.as_ref().map(|_| comment_on(ty));
    std::iter::once(create_as(&ty.name, &ty.values)).chain(comment).collect()
}

fn create_as(name: &TableName, values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| quote_text(value)).collect();
    format!("CREATE TYPE {} AS ENUM ({})", quote_name(name), values.join(", "))
}

pub(super) fn comment_on(ty: &EnumType) -> String {
    let comment = super::create::text_or_null(ty.comment.as_ref());
    format!("COMMENT ON TYPE {} IS {comment}", quote_name(&ty.name))
}

/// ALTER TYPE that gives a value another name.
pub(super) fn rename_value(ty: &TableName, from: &str, to: &str) -> String {
    format!("ALTER TYPE {} RENAME VALUE {} TO {}", quote_name(ty), quote_text(from), quote_text(to))
}

/// ADD VALUE for each new one. It stands behind the one before it, so that the next finds it there.
pub(super) fn add_values(ty: &TableName, now: &[String], wanted: &[String]) -> Vec<String> {
    let name = quote_name(ty);
    let mut found = Vec::new();
    let mut there = now.len();
    for (place, value) in wanted.iter().enumerate() {
        if now.contains(value) {
            continue;
        }
        let last = wanted.get(place + 1..).unwrap_or_default().iter().all(|later| !now.contains(later));
        let spot = match (place.checked_sub(1).and_then(|before| wanted.get(before)), now.first()) {
            _ if last && there > 0 => String::new(),
            (Some(before), _) => format!(" AFTER {}", quote_text(before)),
            (None, Some(first)) => format!(" BEFORE {}", quote_text(first)),
            (None, None) => String::new(),
        };
        there += 1;
        found.push(format!("ALTER TYPE {name} ADD VALUE {}{spot}", quote_text(value)));
    }
    found
}

/// The old type makes room for a new one of its name.
pub(super) fn make_room(ty: &EnumType) -> Vec<String> {
    let rename = format!("ALTER TYPE {} RENAME TO {}", quote_name(&ty.name), quote(&old_name(&ty.name.name)));
    vec![rename, create_as(&ty.name, &ty.values)]
}

/// The old type goes, which no column has any more.
pub(super) fn drop_old(ty: &TableName) -> String {
    let old = TableName { schema: ty.schema.clone(), name: old_name(&ty.name) };
    format!("DROP TYPE {}", quote_name(&old))
}

/// A column's value, read as a text, with what becomes of values that go. An array is changed value by value.
pub(super) fn moved(column: &Column, moves: &[&ValueMove]) -> String {
    let own = quote(&column.name);
    let text = |to: &Option<String>| to.as_ref().map_or_else(|| "NULL".to_owned(), |to| quote_text(to));
    if column.ty.text().ends_with("[]") {
        let replace = |value: String, one: &&ValueMove| {
            format!("array_replace({value}, {}, {})", quote_text(&one.from), text(&one.to))
        };
        return moves.iter().fold(format!("{own}::text[]"), replace);
    }
    if moves.is_empty() {
        return format!("{own}::text");
    }
    let cases = moves.iter().map(|one| format!(" WHEN {} THEN {}", quote_text(&one.from), text(&one.to)));
    format!("(CASE {own}::text{} ELSE {own}::text END)", cases.collect::<String>())
}

/// A default that is a value that goes follows the rows; if nothing is said of them, it goes as well.
pub(super) fn new_default(before: &EnumType, after: &EnumType, default: &Expr, moves: &[&ValueMove]) -> Option<String> {
    let text = super::expression::plain(default);
    if let Some(one) = moves.iter().find(|one| quote_text(&one.from) == text) {
        return one.to.as_ref().map(|to| quote_text(to));
    }
    let goes = before.values.iter().any(|value| quote_text(value) == text && !after.values.contains(value));
    (!goes).then_some(text)
}

fn old_name(name: &str) -> String {
    format!("{}_old", super::name::cut(name, super::name::LONGEST - 4))
}

/// The new name, and the new schema where it has another.
pub(super) fn rename(from: &TableName, to: &TableName, home: Option<&str>) -> Vec<String> {
    let mut found = Vec::new();
    let mut now = from.clone();
    if from.schema != to.schema {
        let schema = to.schema.as_deref().or(home).unwrap_or("public");
        found.push(format!("ALTER TYPE {} SET SCHEMA {}", quote_name(&now), quote(schema)));
        now.schema.clone_from(&to.schema);
    }
    if from.name != to.name {
        found.push(format!("ALTER TYPE {} RENAME TO {}", quote_name(&now), quote(&to.name)));
    }
    found
}
