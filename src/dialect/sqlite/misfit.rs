//! Values that do not fit a column's new type. SQLite would keep them as they are, so a rebuild looks for them.

use super::quote::quote;
use super::storage::Storage;
use crate::schema::{Column, Table};

/// What finds the values in the new table that its column, changed from `before`, should not hold: a condition.
pub(super) fn misfits(before: &Column, table: &Table, after: &Column, converted: bool) -> Option<String> {
    let own = quote(&after.name);
    let (old, new) = (Storage::of(before), Storage::of(after));
    let other = old != new || converted;
    let mut found = Vec::new();
    match new {
        _ if after.generated.is_some() => return None,
        Storage::Bool if other => found.push(format!("{own} NOT IN (0, 1)")),
        Storage::Integer(bits) if other => {
            let counted = matches!(old, Storage::Integer(_) | Storage::Bool);
            if converted || !counted {
                found.push(not_of(&own, &["integer"]));
            }
            let fitted = matches!(old, Storage::Bool) || matches!(old, Storage::Integer(had) if had <= bits);
            if bits < 64 && (converted || !fitted) && super::copy::row_id(table) != Some(after) {
                let end = 1_i64 << (bits - 1);
                found.push(format!("{own} NOT BETWEEN {} AND {}", -end, end - 1));
            }
        }
        Storage::Text if other => found.push(not_of(&own, &["text"])),
        Storage::Blob if other => found.push(not_of(&own, &["blob"])),
        Storage::Real if other => {
            found.push(not_of(&own, &["real", "integer"]));
            if old == Storage::Integer(64) {
                // Beyond it, a number may have been rounded to this one.
                found.push(format!("abs({own}) >= 9007199254740992"));
            }
        }
        Storage::Timestamp if other => found.extend(moment(&own, "datetime")),
        Storage::Date if other => found.extend(moment(&own, "date")),
        Storage::Time if other => found.extend(moment(&own, "time")),
        _ => {}
    }
    let (had, has) = (before.ty.arguments(), after.ty.arguments());
    match (new, has.as_slice()) {
        (Storage::Text | Storage::Blob, [length, ..]) if other || had.first().is_none_or(|had| had > length) => {
            found.push(format!("length({own}) > {length}"));
        }
        (Storage::Real, [precision, scale @ ..]) if other || had != has => {
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
