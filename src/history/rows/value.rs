use crate::dialect::{Dialect, TypeChange};
use crate::schema::{Column, EnumType, Schema, TableName};

/// A value of the enum that is the column's type, if it is one.
pub(in crate::history) fn enum_value(
    dialect: &dyn Dialect,
    schema: &Schema,
    column: &Column,
    row: usize,
) -> Option<String> {
    let values = &enum_of(schema, column)?.values;
    Some(dialect.quote_text(values.get(row % values.len().max(1)).map_or("", String::as_str)))
}

/// The enum that is the column's type.
pub(in crate::history) fn enum_of<'a>(schema: &'a Schema, column: &Column) -> Option<&'a EnumType> {
    let name: TableName = column.ty.text().parse().ok()?;
    schema.enums.get(&name)
}

/// Whether the column's type holds text, as far as its name tells.
pub(in crate::history) fn holds_text(column: &Column) -> bool {
    Shape::of(column) == Shape::Text
}

/// A value that fits the column before and after, another one for each row.
pub(in crate::history) fn plain_value(dialect: &dyn Dialect, before: &Column, after: &Column, row: usize) -> String {
    if let Some(values) = &before.values {
        let kept: Vec<&String> = values.iter().collect();
        let value = kept.get(row % kept.len().max(1)).map_or("", |value| value.as_str());
        return format!("'{}'", value.replace('\'', "''"));
    }
    let is_text = |column: &Column| {
        let key = column.ty.key();
        !key.ends_with("[]") && ["char", "text", "clob"].iter().any(|word| key.contains(word))
    };
    // What fits the narrower of two types fits both.
    let narrows = matches!(dialect.judge(before, after), TypeChange::Narrowing(_)) && !is_text(after);
    if !is_text(before)
        && let Some(value) = dialect.sample(if narrows { &after.ty } else { &before.ty }, row)
    {
        return value;
    }
    // As text, what it is to become.
    if is_text(before)
        && !is_text(after)
        && let Some(value) = dialect.sample(&after.ty, row)
    {
        return value;
    }
    let (old, new) = (Shape::of(before), Shape::of(after));
    let shortest = [before, after].iter().filter_map(|column| column.ty.arguments().first().copied()).min();
    match (old, new) {
        (Shape::Text, Shape::Text) => {
            let text = format!("{} {}", before.name.replace('\'', ""), row + 1);
            let length = usize::try_from(shortest.unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
            let text = if text.chars().count() <= length { text } else { (row + 1).to_string() };
            format!("'{text}'")
        }
        (Shape::Text, other) => format!("'{}'", other.value(row).trim_matches('\'')),
        (own, _) => dialect.sample(&before.ty, row).unwrap_or_else(|| own.value(row)),
    }
}

/// What a declared type holds, as far as its name tells.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Bool,
    Integer,
    Real,
    Text,
    Bytes,
    Date,
    Time,
    Timestamp,
}

impl Shape {
    fn of(column: &Column) -> Self {
        let name = column.ty.base();
        let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
        if has(&["bool"]) {
            Self::Bool
        } else if has(&["int", "serial"]) {
            Self::Integer
        } else if has(&["timestamp", "datetime"]) {
            Self::Timestamp
        } else if has(&["date"]) {
            Self::Date
        } else if has(&["time"]) {
            Self::Time
        } else if has(&["real", "float", "double", "num", "dec"]) {
            Self::Real
        } else if has(&["blob", "binary", "bytea"]) {
            Self::Bytes
        } else {
            Self::Text
        }
    }

    fn value(self, row: usize) -> String {
        match self {
            Self::Bool => (row % 2).to_string(),
            Self::Integer => (row + 1).to_string(),
            Self::Real => format!("{}.5", row + 1),
            Self::Text => format!("'{}'", row + 1),
            Self::Bytes => format!("x'3{}'", row % 10),
            Self::Date => format!("'2001-02-{:02}'", row % 28 + 1),
            Self::Time => format!("'10:20:{:02}'", row % 60),
            Self::Timestamp => format!("'2001-02-{:02} 10:20:30'", row % 28 + 1),
        }
    }
}
