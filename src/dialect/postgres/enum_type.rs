//! Enums that are types.

use super::quote::{quote, quote_name, quote_text};
use crate::schema::{EnumType, Expr, Schema, TableName, ValueMove, name_of_type};

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

/// ALTER TYPE for the values: renamed and added in place where that makes the new list of the old one, else a new
/// type takes the old one's place in every column.
pub(super) fn alter(schema: &Schema, before: &EnumType, after: &EnumType, moves: &[ValueMove]) -> Vec<String> {
    let name = quote_name(&before.name);
    let (renames, now) = renamed(before, moves);
    let mut found: Vec<String> = renames
        .into_iter()
        .map(|(from, to)| format!("ALTER TYPE {name} RENAME VALUE {} TO {}", quote_text(from), quote_text(to)))
        .collect();
    if is_within(&now, &after.values) {
        found.extend(added(&name, &now, &after.values));
    } else {
        let left: Vec<&ValueMove> = moves.iter().filter(|one| now.contains(&one.from)).collect();
        found.extend(replaced(schema, before, after, &now, &left));
    }
    if before.comment != after.comment {
        found.push(comment_on(after));
    }
    found
}

/// Whether a new type has to take the old one's place.
pub(super) fn replaces(before: &EnumType, after: &EnumType, moves: &[ValueMove]) -> bool {
    !is_within(&renamed(before, moves).1, &after.values)
}

/// The values that get another name in place, and the list that they then make.
fn renamed<'a>(before: &EnumType, moves: &'a [ValueMove]) -> (Vec<(&'a String, &'a String)>, Vec<String>) {
    let mut now = before.values.clone();
    let mut found = Vec::new();
    for one in moves.iter().filter(|one| one.renamed) {
        if let Some(to) = one.to.as_ref().filter(|to| !now.contains(to))
            && let Some(own) = now.iter_mut().find(|own| **own == one.from)
        {
            own.clone_from(to);
            found.push((&one.from, to));
        }
    }
    (found, now)
}

/// Whether the first list is the second one without some of its values, in the same order.
fn is_within(part: &[String], whole: &[String]) -> bool {
    let mut rest = whole.iter();
    part.iter().all(|value| rest.any(|other| other == value))
}

/// ADD VALUE for each new one. It stands behind the one before it, so that the next finds it there.
fn added(name: &str, now: &[String], wanted: &[String]) -> Vec<String> {
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

/// A new type under the old name, and every column moved over to it.
fn replaced(schema: &Schema, before: &EnumType, after: &EnumType, now: &[String], moves: &[&ValueMove]) -> Vec<String> {
    let old = TableName { schema: before.name.schema.clone(), name: old_name(&before.name.name) };
    let name = quote_name(&before.name);
    let mut found =
        vec![format!("ALTER TYPE {name} RENAME TO {}", quote(&old.name)), create_as(&before.name, &after.values)];
    let columns = schema.tables.values().flat_map(|table| {
        let own = table.columns.iter().filter(|column| name_of_type(&column.ty).as_ref() == Some(&before.name));
        own.map(move |column| (table, column))
    });
    for (table, column) in columns {
        let (table, own) = (quote_name(&table.name), quote(&column.name));
        let alter = |what: String| format!("ALTER TABLE {table} ALTER COLUMN {own} {what}");
        let is_array = column.ty.text().ends_with("[]");
        let goes = |value: &&String| !after.values.contains(*value);
        let default = column.default.as_ref().filter(|_| column.generated.is_none());
        if default.is_some() {
            found.push(alter("DROP DEFAULT".to_owned()));
        }
        let ty = if is_array { format!("{name}[]") } else { name.clone() };
        let cast = if is_array { "text[]" } else { "text" };
        let value = if is_array || !now.iter().any(|value| goes(&value)) {
            format!("{own}::{cast}::{ty}")
        } else {
            moved(&own, &name, moves)
        };
        found.push(alter(format!("TYPE {ty} USING {value}")));
        if let Some(default) = default.and_then(|default| new_default(after, now, default, moves)) {
            found.push(alter(format!("SET DEFAULT {default}")));
        }
    }
    found.push(format!("DROP TYPE {}", quote_name(&old)));
    found
}

/// The column's value as one of the new type, with what becomes of those that go.
fn moved(column: &str, ty: &str, moves: &[&ValueMove]) -> String {
    if moves.is_empty() {
        return format!("{column}::text::{ty}");
    }
    let text = |to: &Option<String>| to.as_ref().map_or_else(|| "NULL".to_owned(), |to| quote_text(to));
    let cases = moves.iter().map(|one| format!(" WHEN {} THEN {}", quote_text(&one.from), text(&one.to)));
    format!("(CASE {column}::text{} ELSE {column}::text END)::{ty}", cases.collect::<String>())
}

/// A default that is a value that goes follows the rows; if nothing is said of them, it goes as well.
fn new_default(after: &EnumType, now: &[String], default: &Expr, moves: &[&ValueMove]) -> Option<String> {
    let text = super::expression::plain(default);
    if let Some(one) = moves.iter().find(|one| quote_text(&one.from) == text) {
        return one.to.as_ref().map(|to| quote_text(to));
    }
    let goes = now.iter().any(|value| quote_text(value) == text && !after.values.contains(value));
    (!goes).then_some(text)
}

fn old_name(name: &str) -> String {
    format!("{}_old", super::name::cut(name, super::name::LONGEST - 4))
}

/// The new name, and the new schema where it has another.
pub(super) fn rename(from: &TableName, to: &TableName) -> Vec<String> {
    let mut found = Vec::new();
    let mut now = from.clone();
    if from.schema != to.schema {
        let schema = to.schema.as_deref().unwrap_or("public");
        found.push(format!("ALTER TYPE {} SET SCHEMA {}", quote_name(&now), quote(schema)));
        now.schema.clone_from(&to.schema);
    }
    if from.name != to.name {
        found.push(format!("ALTER TYPE {} RENAME TO {}", quote_name(&now), quote(&to.name)));
    }
    found
}
