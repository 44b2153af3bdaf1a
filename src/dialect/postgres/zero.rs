use super::kind::Kind;
use super::quote::quote_text;
use crate::schema::{Column, Expr, Schema, name_of_type};

/// The plainest value that the column can hold; for an enum its first.
pub(super) fn zero(schema: &Schema, column: &Column) -> Expr {
    let first = column.values.as_ref().and_then(|values| values.first());
    if let Some(first) = first {
        return Expr::new(quote_text(first));
    }
    Expr::new(match Kind::of(&column.ty) {
        Kind::Bool => "FALSE",
        Kind::Integer(_) | Kind::Real | Kind::Double | Kind::Numeric => "0",
        Kind::Text | Kind::Bytes => "''",
        Kind::Date => "'1970-01-01'",
        Kind::Time => "'00:00:00'",
        Kind::TimeTz => "'00:00:00+00'",
        Kind::Timestamp => "'1970-01-01 00:00:00'",
        Kind::TimestampTz => "'1970-01-01 00:00:00+00'",
        Kind::Interval => "'0'",
        Kind::Uuid => "'00000000-0000-0000-0000-000000000000'",
        Kind::Json => "'{}'",
        Kind::Inet => "'0.0.0.0'",
        Kind::Range => "'empty'",
        Kind::Array(_) => "'{}'",
        Kind::Bits => {
            let length = column.ty.arguments().first().copied().unwrap_or(1).min(1024);
            return Expr::new(format!("B'{}'", "0".repeat(usize::try_from(length).unwrap_or(1))));
        }
        Kind::Other => {
            let ty = name_of_type(&column.ty).and_then(|name| schema.enums.get(&name));
            let value = ty.and_then(|ty| ty.values.first());
            return Expr::new(quote_text(value.map_or("", String::as_str)));
        }
    })
}
