use super::name::{name_likeness, worth};
use super::position::same_position;
use super::sort;
use crate::autodetect::uses::Uses;
use crate::questions::Candidate;
use crate::schema::{Column, Table};

/// Which of the new columns the vanished one could have become, likeliest first, and those that do not look like it.
pub(in crate::autodetect) fn column_candidates(
    before: &Table,
    gone: &Column,
    after: &Table,
    new: &[&Column],
) -> (Vec<Candidate<String>>, Vec<String>) {
    sort(new.iter().map(|column| candidate(before, gone, after, column)).collect())
}

/// The name weighs 40 %, the type 30, the place 15, and what else there is to a column 15.
fn candidate(before: &Table, gone: &Column, after: &Table, new: &Column) -> Candidate<String> {
    let name = name_likeness(&gone.name, &new.name);
    let place = same_position(before, &gone.name, after, &new.name);
    let (rest, rest_words) = rest_likeness(before, gone, after, new);
    let ty = type_likeness(gone, new);
    let likeness = u32::from(worth(name)) * 40 + ty * 30 + u32::from(place) * 1500 + rest * 15;
    let mut same = Vec::new();
    if ty == 100 {
        same.push("type");
    }
    if place {
        same.push("position");
    }
    same.extend(rest_words);
    let mut reason = Vec::new();
    match same.split_last() {
        Some((last, [])) => reason.push(format!("same {last}")),
        Some((last, others)) => reason.push(format!("same {} and {last}", others.join(", "))),
        None => {}
    }
    if worth(name) > 0 || reason.is_empty() {
        reason.push(format!("name {name} % alike"));
    }
    Candidate { to: new.name.clone(), likeness: u8::try_from(likeness / 100).unwrap_or(100), reason: reason.join(", ") }
}

/// How alike the types are, in percent.
fn type_likeness(one: &Column, other: &Column) -> u32 {
    if one.ty == other.ty && one.values == other.values {
        100
    } else if one.ty.base() == other.ty.base() {
        70
    } else if family(one).is_some() && family(one) == family(other) {
        50
    } else {
        0
    }
}

/// What kind of values a type holds, as far as its name tells in any database.
fn family(column: &Column) -> Option<&'static str> {
    const FAMILIES: [(&str, &str); 14] = [
        ("bool", "bool"),
        ("date", "time"),
        ("time", "time"),
        ("interval", "interval"),
        ("int", "number"),
        ("serial", "number"),
        ("num", "number"),
        ("dec", "number"),
        ("real", "number"),
        ("floa", "number"),
        ("doub", "number"),
        ("char", "text"),
        ("text", "text"),
        ("clob", "text"),
    ];
    let base = column.ty.base();
    FAMILIES.iter().find(|(part, _)| base.contains(part)).map(|(_, family)| *family)
}

/// How alike two columns are in all but name, type and place, in percent, and what of it is worth a word.
fn rest_likeness(before: &Table, gone: &Column, after: &Table, new: &Column) -> (u32, Vec<&'static str>) {
    let mut words = Vec::new();
    let mut same = 0;
    let (index, new_index) = (indexed(before, &gone.name), indexed(after, &new.name));
    let (key, new_key) = (referring(before, &gone.name), referring(after, &new.name));
    let plain = [
        gone.nullable == new.nullable,
        gone.default == new.default,
        gone.generated.is_some() == new.generated.is_some(),
        index == new_index,
        key == new_key,
    ];
    same += plain.iter().filter(|equal| **equal).count();
    if index && new_index {
        words.push("index");
    }
    if key.is_some() && key == new_key {
        words.push("foreign key");
    }
    (u32::try_from(same * 100 / plain.len()).unwrap_or(100), words)
}

/// Whether a key, a unique set or an index uses the column.
fn indexed(table: &Table, column: &str) -> bool {
    table.key_columns().iter().any(|own| own == column)
        || table.uniques.iter().any(|unique| Uses::uses(unique, column))
        || table.indexes.iter().any(|index| Uses::uses(index, column))
}

/// What the column refers to.
fn referring<'a>(table: &'a Table, column: &str) -> Option<&'a crate::schema::TableName> {
    table.foreign_keys.iter().find(|key| Uses::uses(*key, column)).map(|key| &key.table)
}
