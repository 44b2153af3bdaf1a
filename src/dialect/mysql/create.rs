//! CREATE TABLE and its parts, as someone would write them by hand.

use super::attribute::{behind_clauses, behind_type};
use super::expression::{default_value, parenthesised, plain};
use super::kind::Kind;
use super::name::default_name;
use super::quote::{quote, quote_all, quote_text};
use crate::dialect::NameKind;
use crate::schema::{Check, Column, ForeignKey, Generated, Index, IndexKey, IndexPart, Table, Unique};

/// The CREATE TABLE statement of a table with its indexes; the keys to tables that are not there yet are left out.
pub(super) fn create_table(table: &Table, can_refer: impl Fn(&ForeignKey) -> bool) -> String {
    let inline_key = match table.key_columns() {
        [only] => {
            Some(only.as_str()).filter(|name| table.column(name).is_some_and(|column| column.generated.is_none()))
        }
        _ => None,
    };
    let mut lines: Vec<String> = Vec::new();
    for column in &table.columns {
        let key = if inline_key == Some(column.name.as_str()) { " PRIMARY KEY" } else { "" };
        lines.push(format!("{}{key}{}", definition(column), column_checks(table, column)));
    }
    if inline_key.is_none() && !table.key_columns().is_empty() {
        lines.push(format!("PRIMARY KEY ({})", quote_all(table.key_columns())));
    }
    lines.extend(table.uniques.iter().map(|unique| unique_key(table, unique)));
    lines.extend(table.indexes.iter().map(|index| key(table, index)));
    lines.extend(table.foreign_keys.iter().filter(|key| can_refer(key)).map(|key| foreign_key(table, key)));
    lines.extend(
        table.checks.iter().filter(|check| !is_of_column(table, check)).map(|check| check_constraint(table, check)),
    );
    lines.extend(period(table));
    let options = table.options.iter().map(|option| format!(" {option}")).collect::<String>();
    let comment = table.comment.as_ref().map(|comment| format!(" COMMENT={}", quote_text(comment)));
    let comment = comment.unwrap_or_default();
    format!("CREATE TABLE {} (\n    {}\n){options}{comment}", quote(&table.name.name), lines.join(",\n    "))
}

/// A column's whole definition, as CREATE TABLE, ADD COLUMN and MODIFY take it.
pub(super) fn definition(column: &Column) -> String {
    let mut text = format!("{} {}{}", quote(&column.name), column_type(column), behind_type(column));
    let attributes = behind_clauses(column);
    if let Some(collation) = &column.collation {
        text = format!("{text} COLLATE {}", quote(collation));
    }
    if let Some(generated) = column.generated.as_ref().filter(|own| is_of_period(own)) {
        return format!("{text} GENERATED ALWAYS AS {}{attributes}", generated.expr.text());
    }
    if let Some(generated) = &column.generated {
        let stored = if generated.stored { "STORED" } else { "VIRTUAL" };
        text = format!("{text} GENERATED ALWAYS AS {} {stored}", parenthesised(&generated.expr));
    } else if !column.nullable {
        text += " NOT NULL";
    } else if column.ty.base() == "timestamp" {
        // Older servers make a `timestamp` NOT NULL unless they are told.
        text += " NULL";
    }
    if let Some(default) = &column.default {
        text = format!("{text} DEFAULT {}", default_value(column, default));
    }
    if let Some(value) = &column.on_update {
        text = format!("{text} ON UPDATE {}", plain(value));
    }
    if column.identity.is_some() {
        text += " AUTO_INCREMENT";
    }
    text += &attributes;
    if let Some(comment) = &column.comment {
        text = format!("{text} COMMENT {}", quote_text(comment));
    }
    text
}

/// Whether it is since when, or until when, a row of a system-versioned table was so.
fn is_of_period(generated: &Generated) -> bool {
    ["ROW START", "ROW END"].iter().any(|own| generated.expr.text().eq_ignore_ascii_case(own))
}

/// `PERIOD FOR SYSTEM_TIME (…)`, where two columns are that.
fn period(table: &Table) -> Option<String> {
    let of = |what: &str| {
        let is_it =
            |own: &&Column| own.generated.as_ref().is_some_and(|own| own.expr.text().eq_ignore_ascii_case(what));
        table.columns.iter().find(is_it).map(|own| quote(&own.name))
    };
    Some(format!("PERIOD FOR SYSTEM_TIME ({}, {})", of("ROW START")?, of("ROW END")?))
}

fn column_type(column: &Column) -> String {
    match &column.values {
        Some(values) if Kind::of(&column.ty) == Kind::Enum => {
            let values: Vec<String> = values.iter().map(|value| quote_text(value)).collect();
            format!("enum({})", values.join(", "))
        }
        _ => column.ty.text().to_owned(),
    }
}

/// The checks that MariaDB keeps with a column, under its name: what writes the column anew has to write them too.
pub(super) fn column_checks(table: &Table, column: &Column) -> String {
    let checks = table.checks.iter().filter(|check| check.name.as_ref() == Some(&column.name));
    checks.map(|check| format!(" CHECK {}", parenthesised(&check.expr))).collect()
}

/// Whether the check is one of those.
pub(super) fn is_of_column(table: &Table, check: &Check) -> bool {
    check.name.as_ref().is_some_and(|name| table.column(name).is_some())
}

/// `UNIQUE KEY name (…)`.
pub(super) fn unique_key(table: &Table, unique: &Unique) -> String {
    let columns: Vec<&str> = unique.columns.iter().map(String::as_str).collect();
    let name = unique.name.clone().unwrap_or_else(|| default_name(table, NameKind::Unique, &columns));
    format!("UNIQUE KEY {} ({})", quote(&name), quote_all(&unique.columns))
}

/// `KEY name (…)`.
pub(super) fn key(table: &Table, index: &Index) -> String {
    format!("{}KEY {} ({}){}", prefix(index), quote(&index_name(table, index)), parts(index), method(index))
}

/// `CREATE INDEX name ON table (…)`.
pub(super) fn create_index(table: &Table, index: &Index) -> String {
    let name = quote(&index_name(table, index));
    format!("CREATE {}INDEX {name} ON {} ({}){}", prefix(index), quote(&table.name.name), parts(index), method(index))
}

/// The index's name; one has it whether it was given or not.
pub(super) fn index_name(table: &Table, index: &Index) -> String {
    let kind = if index.unique { NameKind::Unique } else { NameKind::Index };
    let columns: Vec<&str> = index
        .parts
        .iter()
        .map(|part| match &part.key {
            IndexKey::Column(name) => name.as_str(),
            IndexKey::Expr(_) => "expr",
        })
        .collect();
    index.name.clone().unwrap_or_else(|| default_name(table, kind, &columns))
}

fn is_special(index: &Index) -> Option<&'static str> {
    let method = index.using.as_deref()?;
    [("fulltext", "FULLTEXT "), ("spatial", "SPATIAL ")]
        .into_iter()
        .find(|(name, _)| method.eq_ignore_ascii_case(name))
        .map(|(_, word)| word)
}

fn prefix(index: &Index) -> &'static str {
    is_special(index).unwrap_or(if index.unique { "UNIQUE " } else { "" })
}

fn method(index: &Index) -> String {
    match &index.using {
        Some(method) if is_special(index).is_none() => format!(" USING {}", method.to_uppercase()),
        _ => String::new(),
    }
}

fn parts(index: &Index) -> String {
    index.parts.iter().map(part).collect::<Vec<_>>().join(", ")
}

fn part(part: &IndexPart) -> String {
    let key = match &part.key {
        IndexKey::Column(name) => quote(name),
        IndexKey::Expr(expr) => parenthesised(expr),
    };
    let length = part.prefix.map(|length| format!("({length})")).unwrap_or_default();
    format!("{key}{length}{}", if part.desc { " DESC" } else { "" })
}

/// `CONSTRAINT name FOREIGN KEY (…) REFERENCES …`: never with a column, where MySQL before 9 does not see it.
pub(super) fn foreign_key(table: &Table, key: &ForeignKey) -> String {
    let mut text = format!(
        "CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {} ({})",
        quote(&foreign_key_name(table, key)),
        quote_all(&key.columns),
        quote(&key.table.name),
        quote_all(&key.references)
    );
    for (what, action) in [("DELETE", key.on_delete), ("UPDATE", key.on_update)] {
        if !action.is_none() {
            text = format!("{text} ON {what} {action}");
        }
    }
    text
}

/// The foreign key's name; one has it whether it was given or not.
pub(super) fn foreign_key_name(table: &Table, key: &ForeignKey) -> String {
    let columns: Vec<&str> = key.columns.iter().map(String::as_str).collect();
    key.name.clone().unwrap_or_else(|| default_name(table, NameKind::ForeignKey, &columns))
}

/// `CONSTRAINT name CHECK (…)`.
pub(super) fn check_constraint(table: &Table, check: &Check) -> String {
    format!("CONSTRAINT {} CHECK {}", quote(&check_name(table, check)), parenthesised(&check.expr))
}

/// The check's name; one has it whether it was given or not.
pub(super) fn check_name(table: &Table, check: &Check) -> String {
    let columns = table.columns.iter().map(|column| column.name.as_str());
    let columns: Vec<&str> = columns.filter(|name| check.expr.mentions(name)).collect();
    check.name.clone().unwrap_or_else(|| default_name(table, NameKind::Check, &columns))
}
