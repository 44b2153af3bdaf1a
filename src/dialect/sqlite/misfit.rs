//! Values that do not fit a column's new type. SQLite would keep them as they are, so a rebuild looks for them.

use super::quote::quote;
use super::zero::Kind;
use crate::schema::{Column, Table};

/// What finds the values in the new table that its column, changed from `before`, should not hold: a condition.
pub(super) fn misfits(before: &Column, table: &Table, after: &Column, converted: bool) -> Option<String> {
    let own = quote(&after.name);
    let (old, new) = (Kind::of(before), Kind::of(after));
    let other = old != new || converted;
    let mut found = Vec::new();
    match new {
        _ if after.generated.is_some() => return None,
        Kind::Bool if other => found.push(format!("{own} NOT IN (0, 1)")),
        Kind::Integer(bits) if other => {
            let counted = matches!(old, Kind::Integer(_) | Kind::Bool);
            if converted || !counted {
                found.push(not_of(&own, &["integer"]));
            }
            let fitted = matches!(old, Kind::Bool) || matches!(old, Kind::Integer(had) if had <= bits);
            if bits < 64 && (converted || !fitted) && super::copy::row_id(table) != Some(after) {
                let end = 1_i64 << (bits - 1);
                found.push(format!("{own} NOT BETWEEN {} AND {}", -end, end - 1));
            }
        }
        Kind::Text if other => found.push(not_of(&own, &["text"])),
        Kind::Blob if other => found.push(not_of(&own, &["blob"])),
        Kind::Real if other => found.push(not_of(&own, &["real", "integer"])),
        Kind::Timestamp if other => found.extend(moment(&own, "datetime")),
        Kind::Date if other => found.extend(moment(&own, "date")),
        Kind::Time if other => found.extend(moment(&own, "time")),
        _ => {}
    }
    let (had, has) = (before.ty.arguments(), after.ty.arguments());
    match (new, has.as_slice()) {
        (Kind::Text | Kind::Blob, [length, ..]) if other || had.first().is_none_or(|had| had > length) => {
            found.push(format!("length({own}) > {length}"));
        }
        (Kind::Real, [precision, scale @ ..]) if other || had != has => {
            let scale = scale.first().copied().unwrap_or_default();
            found.push(format!("abs({own}) >= 1e{}", precision.saturating_sub(scale)));
            found.push(format!("round({own}, {scale}) <> {own}"));
        }
        _ => {}
    }
    (!found.is_empty()).then(|| found.join(" OR "))
}

/// Neither NULL nor of these storage classes.
fn not_of(own: &str, classes: &[&str]) -> String {
    let classes: Vec<String> = classes.iter().map(|class| format!("'{class}'")).collect();
    format!("typeof({own}) NOT IN ({}, 'null')", classes.join(", "))
}

/// Not the text of a moment that SQLite's function can read.
fn moment(own: &str, function: &str) -> [String; 2] {
    [not_of(own, &["text"]), format!("({own} IS NOT NULL AND {function}({own}) IS NULL)")]
}
