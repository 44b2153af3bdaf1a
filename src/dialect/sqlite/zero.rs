use super::storage::Storage;
use crate::schema::{Column, Expr};

/// The plainest value that the column can hold.
pub(super) fn zero(column: &Column) -> Expr {
    if let Some(first) = column.values.as_ref().and_then(|values| values.first()) {
        return Expr::new(super::quote::quote_text(first));
    }
    Expr::new(match Storage::of(column) {
        Storage::Bool | Storage::Integer(_) => "0",
        Storage::Real => "0.0",
        Storage::Text | Storage::Any => "''",
        Storage::Blob => "x''",
        Storage::Timestamp => "'1970-01-01 00:00:00'",
        Storage::Date => "'1970-01-01'",
        Storage::Time => "'00:00:00'",
    })
}
