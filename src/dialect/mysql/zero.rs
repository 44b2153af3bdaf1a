use super::kind::Kind;
use super::quote::quote_text;
use crate::schema::{Column, Expr};

/// The plainest value that the column can hold.
pub(super) fn zero(column: &Column) -> Expr {
    if let Some(first) = column.values.as_ref().and_then(|values| values.first()) {
        return Expr::new(quote_text(first));
    }
    Expr::new(match Kind::of(&column.ty) {
        Kind::Bool => "FALSE",
        Kind::Integer { .. } | Kind::Decimal | Kind::Float | Kind::Double => "0",
        Kind::Date => "'1970-01-01'",
        Kind::Time => "'00:00:00'",
        // A day later than the first, so that a `timestamp` can hold it in every time zone.
        Kind::Timestamp => "'1970-01-02 00:00:00'",
        Kind::Year => "1970",
        Kind::Json => "'{}'",
        Kind::Other => match column.ty.base().as_str() {
            "uuid" => "'00000000-0000-0000-0000-000000000000'",
            "inet6" => "'::'",
            "inet4" => "'0.0.0.0'",
            _ => "''",
        },
        Kind::Text | Kind::Binary | Kind::Enum => "''",
    })
}
