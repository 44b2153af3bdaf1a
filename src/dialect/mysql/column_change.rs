//! Columns that come, change and go by another way than one clause.

use super::create::{
    check_constraint, check_name, column_checks, definition, index_name, is_of_column, key, unique_key,
};
use super::expression::{is_constant, plain};
use super::fitting::{fits, look};
use super::kind::Kind;
use super::name::fitting;
use super::particular::{must_differ, particular};
use super::quote::{quote, quote_text};
use super::zero::zero;
use crate::dialect::Rendered;
use crate::schema::{Column, Expr, Fill, Table, TableName, ValueMove};

/// A statement without comments.
pub(super) fn sql(sql: String) -> Rendered {
    Rendered { comments: Vec::new(), sql }
}

/// One ALTER TABLE.
pub(super) fn alter(table: &TableName, clauses: &[String]) -> Rendered {
    let separator = if clauses.len() > 1 { ",\n    " } else { ", " };
    let start = if clauses.len() > 1 { "\n    " } else { " " };
    sql(format!("ALTER TABLE {}{start}{}", quote(&table.name), clauses.join(separator)))
}

/// MODIFY says all of the column anew: what it leaves out is gone.
pub(super) fn modify(table: &Table, column: &Column) -> String {
    format!("MODIFY COLUMN {}{}", definition(column), column_checks(table, column))
}

/// The column comes. Rows that are there get a value where it needs one. The table is the one that later changes lead
/// to, as far as they give it keys; `is_new` tells of the tables that it refers to whether they come with it, empty.
pub(super) fn added(table: &Table, column: &Column, fill: &Fill, is_new: impl Fn(&TableName) -> bool) -> Vec<Rendered> {
    let name = &table.name;
    let add = |column: &Column| alter(name, &[format!("ADD COLUMN {}", definition(column))]);
    if *fill == Fill::Zero
        && (!column.may_be_left_out() || must_differ(table, &column.name))
        && let Some(update) = particular(table, column, is_new)
    {
        let open = Column { nullable: true, ..column.clone() };
        return vec![add(&open), sql(update), alter(name, &[modify(table, column)])];
    }
    let value = match fill {
        Fill::Nothing => None,
        Fill::With(value) => Some(value.clone()),
        // A NOT NULL column without a default gives old rows the type's plainest value by itself, as far as there
        // is one that strict mode allows.
        Fill::Zero => match Kind::of(&column.ty) {
            Kind::Date | Kind::Time | Kind::Timestamp | Kind::Year | Kind::Json | Kind::Other => Some(zero(column)),
            _ => None,
        },
    };
    let Some(value) = value.filter(|_| column.generated.is_none()) else { return vec![add(column)] };
    if column.default.as_ref() == Some(&value) {
        return vec![add(column)];
    }
    if column.nullable || column.default.is_some() {
        return vec![add(column), update(table, &column.name, &value, "")];
    }
    if is_constant(&value) && !Kind::is_large(&column.ty) {
        let with_default = Column { default: Some(value), ..column.clone() };
        let take_away = format!("ALTER COLUMN {} DROP DEFAULT", quote(&column.name));
        return vec![add(&with_default), alter(name, &[take_away])];
    }
    let open = Column { nullable: true, ..column.clone() };
    vec![add(&open), update(table, &column.name, &value, ""), alter(name, &[modify(table, column)])]
}

/// What a change of a column says beside the column.
pub(super) struct How<'a> {
    pub(super) fill: &'a Fill,
    pub(super) using: Option<&'a Expr>,
    pub(super) values: &'a [ValueMove],
}

/// The column changes.
pub(super) fn altered(table: &Table, before: &Column, after: &Column, how: &How<'_>) -> Vec<Rendered> {
    let name = &table.name;
    let target = with_column(table, before, after);
    if after.generated.is_some() && after.generated != before.generated
        || after.generated.is_none() && before.generated.as_ref().is_some_and(|generated| !generated.stored)
    {
        return vec![alter(name, &leave(table, before)), alter(name, &come_back(&target, after))];
    }
    let fill = match how.fill {
        Fill::Nothing => None,
        Fill::With(value) => Some(value.clone()),
        Fill::Zero => Some(zero(after)),
    };
    let fill = fill.filter(|_| !after.nullable);
    if let Some(using) = how.using.filter(|using| using.key() != Expr::new(quote(&before.name)).key()) {
        return converted(table, &target, before, after, using, fill);
    }
    let mut found = moved(table, before, after, how.values);
    if let Some(condition) = fits(before, after).filter(|_| how.using.is_none() && after.generated.is_none()) {
        found.extend(look(table, after, &condition).map(|clause| alter(name, &[clause])));
    }
    let is_null = format!(" WHERE {} IS NULL", quote(&before.name));
    match fill {
        Some(value) if before.ty == after.ty && before.values == after.values => {
            found.push(update(table, &before.name, &value, &is_null));
        }
        Some(value) => {
            let open = Column { nullable: true, identity: None, ..after.clone() };
            found.push(alter(name, &[modify(&target, &open)]));
            found.push(update(table, &before.name, &value, &is_null));
        }
        None => {}
    }
    found.push(alter(name, &[modify(&target, after)]));
    found
}

/// The rows with values that an enum loses, and what they need to get others.
fn moved(table: &Table, before: &Column, after: &Column, moves: &[ValueMove]) -> Vec<Rendered> {
    let (Some(old), new) = (&before.values, after.values.clone().unwrap_or_default()) else { return Vec::new() };
    let mut found = Vec::new();
    let is_there = |to: &Option<String>| match to {
        Some(value) => old.contains(value),
        None => before.nullable,
    };
    if !moves.iter().all(|value| is_there(&value.to)) {
        let mut both = old.clone();
        both.extend(new.into_iter().filter(|value| !old.contains(value)));
        let nullable = before.nullable || moves.iter().any(|value| value.to.is_none());
        let wide = Column { values: Some(both), nullable, ..before.clone() };
        found.push(alter(&table.name, &[modify(table, &wide)]));
    }
    for value in moves {
        let to = Expr::new(value.to.as_deref().map_or("NULL".to_owned(), quote_text));
        let condition = format!(" WHERE {} = {}", quote(&before.name), quote_text(&value.from));
        found.push(update(table, &before.name, &to, &condition));
    }
    found
}

/// The values are computed into a new column, which takes the old one's place, name and indexes.
fn converted(
    table: &Table,
    target: &Table,
    before: &Column,
    after: &Column,
    using: &Expr,
    fill: Option<Expr>,
) -> Vec<Rendered> {
    let name = &table.name;
    let new = Column {
        name: fitting(&format!("manage_new_{}", before.name), ""),
        nullable: true,
        default: None,
        on_update: None,
        identity: None,
        comment: None,
        ..after.clone()
    };
    let mut found = vec![
        alter(name, &[format!("ADD COLUMN {} AFTER {}", definition(&new), quote(&before.name))]),
        update(table, &new.name, using, ""),
    ];
    if let Some(value) = fill {
        found.push(update(table, &new.name, &value, &format!(" WHERE {} IS NULL", quote(&new.name))));
    }
    let mut clauses = leave(table, before);
    let is_key = table.key_columns().contains(&before.name);
    if is_key {
        clauses.insert(0, "DROP PRIMARY KEY".to_owned());
    }
    clauses.push(format!("CHANGE COLUMN {} {}", quote(&new.name), definition(after)));
    if is_key {
        clauses.push(format!("ADD PRIMARY KEY ({})", super::quote::quote_all(target.key_columns())));
    }
    clauses.extend(belongings(target, after));
    found.push(alter(name, &clauses));
    found
}

/// `UPDATE table SET column = value`.
fn update(table: &Table, column: &str, value: &Expr, condition: &str) -> Rendered {
    let (name, kept) = (quote(&table.name.name), untouched(table, column, ""));
    sql(format!("UPDATE {name} SET {} = {}{kept}{condition}", quote(column), plain(value)))
}

/// What an UPDATE of the column has to say beside it: what changes itself with its row (ON UPDATE CURRENT_TIMESTAMP)
/// stays, as nobody has touched the row.
pub(super) fn untouched(table: &Table, column: &str, prefix: &str) -> String {
    let kept = table.columns.iter().filter(|own| own.on_update.is_some() && own.name != column);
    kept.map(|own| format!(", {prefix}{0} = {prefix}{0}", quote(&own.name))).collect()
}

/// The table with the column as it will be.
fn with_column(table: &Table, before: &Column, after: &Column) -> Table {
    let mut target = table.clone();
    if let Some(own) = target.column_mut(&before.name) {
        own.clone_from(after);
    }
    target
}

/// The clauses with which a column goes that comes back, and what uses it.
pub(super) fn leave(table: &Table, column: &Column) -> Vec<String> {
    let checks = table.checks.iter().filter(|check| check.expr.mentions(&column.name) && !is_of_column(table, check));
    let mut clauses: Vec<String> =
        checks.map(|check| format!("DROP CONSTRAINT {}", quote(&check_name(table, check)))).collect();
    let uniques = table.uniques.iter().filter(|unique| unique.columns.contains(&column.name));
    let names = uniques.filter_map(|unique| unique.name.clone());
    let indexes = table.indexes.iter().filter(|index| index.uses(&column.name));
    let names = names.chain(indexes.map(|index| index_name(table, index)));
    clauses.extend(names.map(|name| format!("DROP KEY {}", quote(&name))));
    clauses.push(format!("DROP COLUMN {}", quote(&column.name)));
    clauses
}

/// The clauses with which it comes back, in its old place, and what uses it.
pub(super) fn come_back(table: &Table, column: &Column) -> Vec<String> {
    let place = table.columns.iter().position(|own| own.name == column.name);
    let before = place.and_then(|place| place.checked_sub(1)).and_then(|place| table.columns.get(place));
    let place = before.map_or("FIRST".to_owned(), |before| format!("AFTER {}", quote(&before.name)));
    let mut clauses = vec![format!("ADD COLUMN {}{} {place}", definition(column), column_checks(table, column))];
    clauses.extend(belongings(table, column));
    clauses
}

/// The clauses that make again what uses the column.
fn belongings(table: &Table, column: &Column) -> Vec<String> {
    let uniques = table.uniques.iter().filter(|unique| unique.columns.contains(&column.name));
    let uniques = uniques.map(|unique| format!("ADD {}", unique_key(table, unique)));
    let indexes = table.indexes.iter().filter(|index| index.uses(&column.name));
    let indexes = indexes.map(|index| format!("ADD {}", key(table, index)));
    let checks = table.checks.iter().filter(|check| check.expr.mentions(&column.name) && !is_of_column(table, check));
    let checks = checks.map(|check| format!("ADD {}", check_constraint(table, check)));
    uniques.chain(indexes).chain(checks).collect()
}
