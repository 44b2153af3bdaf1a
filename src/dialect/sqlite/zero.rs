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
        Storage::Text => "''",
        Storage::Any => moment(column).unwrap_or("''"),
        Storage::Blob => "x''",
        Storage::Timestamp => "'1970-01-01 00:00:00'",
        Storage::Date => "'1970-01-01'",
        Storage::Time => "'00:00:00'",
    })
}

/// The plainest value of a type that Diesel does not know, but whose name tells that it holds a time.
fn moment(column: &Column) -> Option<&'static str> {
    let name = column.ty.text().to_lowercase();
    let has = |part: &str| name.contains(part);
    let zoned = has("tz") || has("with time zone");
    Some(match (has("timestamp") || has("datetime"), has("date"), has("time")) {
        (true, ..) if zoned => "'1970-01-01 00:00:00+00:00'",
        (true, ..) => "'1970-01-01 00:00:00'",
        (_, true, _) => "'1970-01-01'",
        (.., true) if zoned => "'00:00:00+00:00'",
        (.., true) => "'00:00:00'",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::zero;
    use crate::schema::Column;

    #[test]
    fn what_holds_a_time_gets_one() {
        for (ty, expected) in [
            ("TIMESTAMP", "'1970-01-01 00:00:00'"),
            ("TIMESTAMPTZ", "'1970-01-01 00:00:00+00:00'"),
            ("TIMESTAMP WITH TIME ZONE", "'1970-01-01 00:00:00+00:00'"),
            ("TIMESTAMP(6)", "'1970-01-01 00:00:00'"),
            ("DateTime2", "'1970-01-01 00:00:00'"),
            ("DATE", "'1970-01-01'"),
            ("TIMETZ", "'00:00:00+00:00'"),
            ("TIME(3)", "'00:00:00'"),
            ("UUID", "''"),
            ("", "''"),
            ("BIGINT", "0"),
            ("BLOB", "x''"),
        ] {
            assert_eq!(zero(&Column::new("c", ty)).text(), expected, "{ty}");
        }
    }
}
