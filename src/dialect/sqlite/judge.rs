use super::super::TypeChange;
use super::kind::Kind;
use super::quote::quote;
use crate::schema::{Column, ColumnType, Expr};

/// See [`Dialect::judge`](super::super::Dialect::judge). SQLite takes any value in any column; what is judged is
/// what Diesel can read back, and what an affinity makes of a value that is copied into the new column.
pub(super) fn judge(from: &Column, to: &Column) -> TypeChange {
    if from.ty != to.ty {
        match judge_type(&from.ty, to) {
            TypeChange::Safe => {}
            other => return other,
        }
    }
    match (&from.values, &to.values) {
        (None, Some(values)) => TypeChange::Narrowing(format!("only {}", values.join(", "))),
        _ => TypeChange::Safe,
    }
}

fn judge_type(from: &ColumnType, to: &Column) -> TypeChange {
    let (Some(old), Some(new)) = (Kind::of(from), Kind::of(&to.ty)) else {
        return cast(
            to,
            to.ty.text(),
            format!("{} is no type that is known to convert to {}", name(from), name(&to.ty)),
        );
    };
    let quoted = quote(&to.name);
    let by =
        |proposal: String, reason: &str| TypeChange::Cast { proposal: Expr::new(proposal), reason: reason.to_owned() };
    match (old, new) {
        (Kind::Text, Kind::Text) => shorter(from, &to.ty, "characters"),
        (Kind::Binary, Kind::Binary) => shorter(from, &to.ty, "bytes"),
        (Kind::Double, Kind::Double) => fewer_digits(from, &to.ty),
        (old, new) if old == new => TypeChange::Safe,

        (Kind::Bool, Kind::SmallInt | Kind::Integer | Kind::BigInt | Kind::Float | Kind::Double) => TypeChange::Safe,
        (Kind::SmallInt | Kind::Integer | Kind::BigInt, Kind::SmallInt | Kind::Integer | Kind::BigInt) => {
            match (old.bits(), new.bits()) {
                (Some(old), Some(new)) if new < old => narrowing(&format!("{new} bits instead of {old}")),
                _ => TypeChange::Safe,
            }
        }
        (Kind::SmallInt, Kind::Float) => TypeChange::Safe,
        (Kind::Integer | Kind::BigInt, Kind::Float) => {
            narrowing("24 bits of precision, beyond which numbers are rounded")
        }
        (Kind::BigInt, Kind::Double) if !has_digits(&to.ty) => {
            narrowing("53 bits of precision, beyond which numbers are rounded")
        }
        (Kind::SmallInt | Kind::Integer | Kind::BigInt, Kind::Double) => fits_digits(old, &to.ty),
        (Kind::Float, Kind::Double) if !has_digits(&to.ty) => TypeChange::Safe,
        (Kind::Float, Kind::Double) => narrowing(&format!("the digits of {}", to.ty)),
        (Kind::Double, Kind::Float) => narrowing("24 bits of precision instead of 53"),

        (_, Kind::Text) if old != Kind::Binary => match max_length(&to.ty) {
            Some(length) => narrowing(&format!("{length} characters")),
            None => TypeChange::Safe,
        },

        (_, Kind::Bool) => by(format!("{quoted} <> 0"), "only 0 and 1 are truth values"),
        (Kind::Float | Kind::Double, _) if new.bits().is_some() => {
            by(format!("CAST({quoted} AS INTEGER)"), "the fraction would be cut off")
        }
        // The column's affinity makes a number of what is one, and the copy fails for the rest; CAST would make it 0.
        (Kind::Text, _) if new.bits().is_some() => by(quoted, "text that is no whole number makes the migration fail"),
        (Kind::Text, Kind::Float | Kind::Double) => by(quoted, "text that is no number makes the migration fail"),
        (Kind::Timestamp, Kind::Date) => by(format!("date({quoted})"), "the time of day would be lost"),
        (Kind::Text, Kind::Date) => by(format!("date({quoted})"), "text that is no date would become NULL"),
        (Kind::Timestamp, Kind::Time) => by(format!("time({quoted})"), "the date would be lost"),
        (Kind::Text, Kind::Time) => by(format!("time({quoted})"), "text that is no time would become NULL"),
        (Kind::Date, Kind::Timestamp) => by(format!("datetime({quoted})"), "the time of day is to be midnight"),
        (Kind::Text, Kind::Timestamp) => {
            by(format!("datetime({quoted})"), "text that is no time stamp would become NULL")
        }
        (_, Kind::Timestamp) if old.bits().is_some() => {
            by(format!("datetime({quoted}, 'unixepoch')"), "the numbers would be read as seconds since 1970")
        }
        (_, Kind::Date) if old.bits().is_some() => {
            by(format!("date({quoted}, 'unixepoch')"), "the numbers would be read as seconds since 1970")
        }
        (Kind::Timestamp | Kind::Date, _) if new.bits().is_some() => {
            by(format!("CAST(strftime('%s', {quoted}) AS INTEGER)"), "the numbers would be seconds since 1970")
        }
        (_, Kind::Text) => cast(to, "TEXT", "bytes that are no text could not be read".to_owned()),
        (_, Kind::Binary) => cast(to, "BLOB", format!("{} would become the bytes of their text", name(from))),
        _ => cast(to, affinity(new), format!("{} does not convert to {}", name(from), name(&to.ty))),
    }
}

fn narrowing(loss: &str) -> TypeChange {
    TypeChange::Narrowing(loss.to_owned())
}

fn cast(column: &Column, affinity: &str, reason: String) -> TypeChange {
    let affinity = if affinity.is_empty() { "BLOB" } else { affinity };
    TypeChange::Cast { proposal: Expr::new(format!("CAST({} AS {affinity})", quote(&column.name))), reason }
}

fn name(ty: &ColumnType) -> &str {
    if ty.text().is_empty() { "a value of any type" } else { ty.text() }
}

fn affinity(kind: Kind) -> &'static str {
    match kind {
        Kind::SmallInt | Kind::Integer | Kind::BigInt => "INTEGER",
        Kind::Text => "TEXT",
        Kind::Binary => "BLOB",
        Kind::Float | Kind::Double => "REAL",
        Kind::Bool | Kind::Timestamp | Kind::Date | Kind::Time => "NUMERIC",
    }
}

fn max_length(ty: &ColumnType) -> Option<u64> {
    ty.arguments().first().copied()
}

fn shorter(from: &ColumnType, to: &ColumnType, unit: &str) -> TypeChange {
    match (max_length(from), max_length(to)) {
        (Some(old), Some(new)) if new < old => narrowing(&format!("{new} {unit} instead of {old}")),
        (None, Some(new)) => narrowing(&format!("{new} {unit}")),
        _ => TypeChange::Safe,
    }
}

fn has_digits(ty: &ColumnType) -> bool {
    !ty.arguments().is_empty()
}

/// Digits before and after the point, where the type limits them.
fn digits(ty: &ColumnType) -> Option<(u64, u64)> {
    match ty.arguments().as_slice() {
        [precision] => Some((*precision, 0)),
        [precision, scale, ..] => Some((precision.saturating_sub(*scale), *scale)),
        [] => None,
    }
}

fn fewer_digits(from: &ColumnType, to: &ColumnType) -> TypeChange {
    match (digits(from), digits(to)) {
        (Some((old_whole, old_scale)), Some((whole, scale))) if whole < old_whole || scale < old_scale => narrowing(
            &format!("{whole} digits before the point and {scale} after it instead of {old_whole} and {old_scale}"),
        ),
        (None, Some((whole, scale))) => narrowing(&format!("{whole} digits before the point and {scale} after it")),
        _ => TypeChange::Safe,
    }
}

fn fits_digits(integer: Kind, to: &ColumnType) -> TypeChange {
    let needed = match integer {
        Kind::SmallInt => 5,
        Kind::Integer => 10,
        _ => 19,
    };
    match digits(to) {
        Some((whole, _)) if whole < needed => narrowing(&format!("{whole} digits before the point")),
        _ => TypeChange::Safe,
    }
}

#[cfg(test)]
mod tests {
    use super::{TypeChange, judge};
    use crate::schema::Column;

    fn one(from: &str, to: &str) -> TypeChange {
        judge(&Column::new("c", from), &Column::new("c", to))
    }

    #[test]
    fn what_always_fits_is_safe() {
        for (from, to) in [
            ("VARCHAR(50)", "varchar (50)"),
            ("VARCHAR(50)", "VARCHAR(200)"),
            ("VARCHAR(50)", "TEXT"),
            ("SMALLINT", "INTEGER"),
            ("INTEGER", "BIGINT"),
            ("INT", "INTEGER"),
            ("BOOLEAN", "INTEGER"),
            ("INTEGER", "DOUBLE"),
            ("INTEGER", "NUMERIC(12, 2)"),
            ("FLOAT", "DOUBLE"),
            ("REAL", "FLOAT"),
            ("NUMERIC(10, 2)", "NUMERIC(12, 4)"),
            ("NUMERIC(10, 2)", "NUMERIC"),
            ("BIGINT", "TEXT"),
            ("DATE", "TEXT"),
            ("DATETIME", "TIMESTAMP"),
            ("BLOB", ""),
        ] {
            assert_eq!(one(from, to), TypeChange::Safe, "{from} to {to}");
        }
    }

    #[test]
    fn what_may_not_fit_is_narrowing_and_says_how() {
        for (from, to, loss) in [
            ("VARCHAR(200)", "VARCHAR(50)", "50 characters instead of 200"),
            ("TEXT", "VARCHAR(50)", "50 characters"),
            ("INTEGER", "VARCHAR(5)", "5 characters"),
            ("BLOB(20)", "BLOB(10)", "10 bytes instead of 20"),
            ("BIGINT", "INTEGER", "32 bits instead of 64"),
            ("INTEGER", "SMALLINT", "16 bits instead of 32"),
            ("BIGINT", "SMALLINT", "16 bits instead of 64"),
            ("NUMERIC(10, 2)", "NUMERIC(8, 2)", "6 digits before the point and 2 after it instead of 8 and 2"),
            ("NUMERIC(10, 4)", "NUMERIC(10, 2)", "8 digits before the point and 2 after it instead of 6 and 4"),
            ("NUMERIC", "NUMERIC(5)", "5 digits before the point and 0 after it"),
            ("INTEGER", "NUMERIC(5, 2)", "3 digits before the point"),
            ("BIGINT", "DOUBLE", "53 bits of precision, beyond which numbers are rounded"),
            ("DOUBLE", "FLOAT", "24 bits of precision instead of 53"),
        ] {
            assert_eq!(one(from, to), TypeChange::Narrowing(loss.to_owned()), "{from} to {to}");
        }
        let mut status = Column::new("c", "TEXT");
        status.values = Some(vec!["a".to_owned(), "b".to_owned()]);
        assert_eq!(judge(&Column::new("c", "TEXT"), &status), TypeChange::Narrowing("only a, b".to_owned()));
        assert_eq!(judge(&status, &Column::new("c", "TEXT")), TypeChange::Safe);
    }

    #[test]
    fn what_does_not_convert_is_a_cast_with_a_proposal() {
        for (from, to, proposal) in [
            ("TEXT", "INTEGER", "c"),
            ("VARCHAR(9)", "DOUBLE", "c"),
            ("DOUBLE", "INTEGER", "CAST(c AS INTEGER)"),
            ("INTEGER", "BOOLEAN", "c <> 0"),
            ("TEXT", "BOOLEAN", "c <> 0"),
            ("TEXT", "DATE", "date(c)"),
            ("TEXT", "TIMESTAMP", "datetime(c)"),
            ("DATE", "TIMESTAMP", "datetime(c)"),
            ("TIMESTAMP", "DATE", "date(c)"),
            ("BIGINT", "TIMESTAMP", "datetime(c, 'unixepoch')"),
            ("TIMESTAMP", "BIGINT", "CAST(strftime('%s', c) AS INTEGER)"),
            ("BLOB", "TEXT", "CAST(c AS TEXT)"),
            ("TEXT", "BLOB", "CAST(c AS BLOB)"),
            ("uuid", "TEXT", "CAST(c AS TEXT)"),
            ("TIME", "DATE", "CAST(c AS NUMERIC)"),
        ] {
            match one(from, to) {
                TypeChange::Cast { proposal: own, reason } => {
                    assert_eq!(own.text(), proposal, "{from} to {to}");
                    assert!(!reason.is_empty());
                }
                other => panic!("{from} to {to} is {other:?}"),
            }
        }
        let order = judge(&Column::new("order", "TEXT"), &Column::new("order", "INTEGER"));
        assert!(matches!(order, TypeChange::Cast { proposal, .. } if proposal.text() == "\"order\""));
    }
}
