use super::super::TypeChange;
use super::kind::Kind;
use super::quote::quote;
use crate::schema::{Column, Expr};

/// See [`Dialect::judge`](super::super::Dialect::judge). MODIFY converts by itself what it can, and in strict mode,
/// which is the default, refuses rows whose values do not fit.
pub(super) fn judge(from: &Column, to: &Column) -> TypeChange {
    match (&from.values, &to.values) {
        (Some(_), Some(_)) => return TypeChange::Safe,
        (None, Some(values)) if Kind::of(&from.ty) == Kind::Text => {
            return TypeChange::Narrowing(format!("only {}", values.join(", ")));
        }
        _ => {}
    }
    if from.ty == to.ty {
        return TypeChange::Safe;
    }
    let (old, new) = (Kind::of(&from.ty), Kind::of(&to.ty));
    let name = quote(&to.name);
    let cast =
        |proposal: String, reason: &str| TypeChange::Cast { proposal: Expr::new(proposal), reason: reason.to_owned() };
    match (old, new) {
        (Kind::Bool | Kind::Integer { .. }, Kind::Integer { .. }) => integers(old, new),
        (Kind::Bool, Kind::Decimal | Kind::Float | Kind::Double) => TypeChange::Safe,
        (_, Kind::Bool) => match old {
            Kind::Integer { .. } | Kind::Decimal | Kind::Float | Kind::Double => {
                cast(format!("{name} <> 0"), "only 0 and 1 are truth values")
            }
            _ => cast(format!("{name} IN ('1', 'true', 't', 'yes')"), "which texts mean true is for you to say"),
        },
        (Kind::Integer { .. }, Kind::Float) => narrowing("24 bits of precision, beyond which numbers are rounded"),
        (Kind::Integer { bits: 64, .. }, Kind::Double) => {
            narrowing("53 bits of precision, beyond which numbers are rounded")
        }
        (Kind::Integer { .. } | Kind::Float, Kind::Double) => TypeChange::Safe,
        (Kind::Integer { .. }, Kind::Decimal) => match (old.range(), to.ty.arguments().as_slice()) {
            (Some((_, most)), [precision, scale, ..])
                if most.to_string().len() as u64 <= precision.saturating_sub(*scale) =>
            {
                TypeChange::Safe
            }
            _ => narrowing(&format!("the digits of {}", to.ty)),
        },
        (Kind::Decimal, Kind::Decimal) => decimals(from, to),
        (Kind::Double, Kind::Float) => narrowing("24 bits of precision instead of 53"),
        (Kind::Decimal, Kind::Float | Kind::Double) => narrowing("binary fractions, which round decimal ones"),
        (Kind::Float | Kind::Double, Kind::Decimal) => narrowing(&format!("the digits of {}", to.ty)),
        (Kind::Decimal | Kind::Float | Kind::Double, Kind::Integer { .. }) => {
            cast(format!("ROUND({name})"), "the fraction would be lost")
        }
        (Kind::Text, Kind::Text) | (Kind::Binary, Kind::Binary) => shorter(from, to),
        (Kind::Enum, Kind::Text) => match (longest(from), Kind::capacity(&to.ty)) {
            (Some(longest), Some(limit)) if limit < longest => narrowing(&format!("{limit} characters")),
            _ => TypeChange::Safe,
        },
        (Kind::Json, Kind::Text) => shorter(from, to),
        (Kind::Text, Kind::Json) => narrowing("only valid JSON"),
        (Kind::Binary, Kind::Text) => {
            cast(format!("CONVERT({name} USING utf8mb4)"), "bytes that are no text make the migration fail")
        }
        (Kind::Text, Kind::Binary) => shorter(from, to),
        (Kind::Timestamp, Kind::Timestamp) | (Kind::Time, Kind::Time) => times(from, to),
        (Kind::Date, Kind::Timestamp) => TypeChange::Safe,
        (Kind::Timestamp, Kind::Date) => cast(format!("DATE({name})"), "the time of day would be lost"),
        (Kind::Timestamp, Kind::Time) => cast(format!("TIME({name})"), "the date would be lost"),
        (Kind::Integer { .. }, Kind::Timestamp) => {
            cast(format!("FROM_UNIXTIME({name})"), "the number is read as seconds since 1970")
        }
        (Kind::Timestamp, Kind::Integer { .. }) => {
            cast(format!("UNIX_TIMESTAMP({name})"), "the time becomes seconds since 1970")
        }
        // Whatever it is has a text.
        (_, Kind::Text) if old != Kind::Other => match Kind::capacity(&to.ty) {
            Some(limit) if limit < 65_535 => narrowing(&format!("{limit} characters")),
            _ => TypeChange::Safe,
        },
        // MODIFY reads the text, and strict mode refuses what it cannot read; CAST would make it 0 or NULL.
        (Kind::Text, Kind::Integer { .. }) => cast(name, "text that is no whole number makes the migration fail"),
        (Kind::Text, Kind::Decimal | Kind::Float | Kind::Double) => {
            cast(name, "text that is no number makes the migration fail")
        }
        (Kind::Text, Kind::Date | Kind::Time | Kind::Timestamp | Kind::Year) => {
            cast(name, "text that is no time makes the migration fail")
        }
        _ => cast(name, &format!("{} is no type that is known to convert to {}", from.ty, to.ty)),
    }
}

fn narrowing(what: &str) -> TypeChange {
    TypeChange::Narrowing(what.to_owned())
}

fn integers(old: Kind, new: Kind) -> TypeChange {
    let (least, most) = old.range().unwrap_or((-128, 127));
    match new.range() {
        Some((low, high)) if low > least || high < most => narrowing(&format!("only {low} to {high}")),
        _ => TypeChange::Safe,
    }
}

fn shorter(from: &Column, to: &Column) -> TypeChange {
    // A text type counts bytes, a `varchar` characters, which have up to four of them.
    let bytes = |column: &Column| {
        let width = if Kind::of(&column.ty) == Kind::Text && !Kind::is_large(&column.ty) { 4 } else { 1 };
        Kind::capacity(&column.ty).map(|length| length.saturating_mul(width))
    };
    match (bytes(from), bytes(to), Kind::capacity(&from.ty), Kind::capacity(&to.ty)) {
        (Some(old), Some(new), Some(was), Some(is)) if new < old => {
            let what = |column: &Column| {
                let text = Kind::of(&column.ty) == Kind::Text && !Kind::is_large(&column.ty);
                if text { "characters" } else { "bytes" }
            };
            let unit = if what(from) == what(to) { String::new() } else { format!(" {}", what(from)) };
            narrowing(&format!("{is} {} instead of {was}{unit}", what(to)))
        }
        _ => TypeChange::Safe,
    }
}

fn decimals(from: &Column, to: &Column) -> TypeChange {
    let digits = |column: &Column| match column.ty.arguments().as_slice() {
        [precision] => (*precision, 0),
        [precision, scale, ..] => (precision.saturating_sub(*scale), *scale),
        [] => (10, 0),
    };
    let ((whole, scale), (new_whole, new_scale)) = (digits(from), digits(to));
    if new_whole >= whole && new_scale >= scale {
        return TypeChange::Safe;
    }
    narrowing(&format!("{new_whole} digits before the point and {new_scale} after it instead of {whole} and {scale}"))
}

fn times(from: &Column, to: &Column) -> TypeChange {
    let digits = |column: &Column| column.ty.arguments().first().copied().unwrap_or(0);
    if to.ty.base() == "timestamp" && from.ty.base() == "datetime" {
        return narrowing("only 1970 to 2038");
    }
    if digits(to) < digits(from) {
        return narrowing(&format!("{} digits of a second instead of {}", digits(to), digits(from)));
    }
    TypeChange::Safe
}

fn longest(column: &Column) -> Option<u64> {
    column.values.iter().flatten().map(|value| value.chars().count() as u64).max()
}

#[cfg(test)]
mod tests {
    use super::{TypeChange, judge};
    use crate::schema::Column;

    #[test]
    fn what_modify_does_by_itself() {
        let one = |from: &str, to: &str| judge(&Column::new("c", from), &Column::new("c", to));
        for (from, to) in [
            ("int", "bigint"),
            ("int unsigned", "bigint"),
            ("tinyint(1)", "int"),
            ("varchar(50)", "varchar(60)"),
            ("varchar(50)", "text"),
            ("int", "text"),
            ("int", "decimal(12,2)"),
            ("decimal(5,2)", "decimal(10,2)"),
            ("date", "datetime(6)"),
            ("datetime", "datetime(6)"),
            ("json", "longtext"),
        ] {
            assert_eq!(one(from, to), TypeChange::Safe, "{from} to {to}");
        }
        for (from, to, loss) in [
            ("bigint", "int", "only -2147483648 to 2147483647"),
            ("int", "int unsigned", "only 0 to 4294967295"),
            ("varchar(50)", "varchar(20)", "20 characters instead of 50"),
            ("text", "varchar(20)", "20 characters instead of 65535 bytes"),
            ("decimal(10,2)", "decimal(8,2)", "6 digits before the point and 2 after it instead of 8 and 2"),
            ("datetime(6)", "datetime", "0 digits of a second instead of 6"),
            ("datetime", "timestamp", "only 1970 to 2038"),
            ("bigint", "varchar(5)", "5 characters"),
            ("text", "json", "only valid JSON"),
        ] {
            assert_eq!(one(from, to), TypeChange::Narrowing(loss.to_owned()), "{from} to {to}");
        }
        for (from, to, proposal) in [
            ("text", "int", "c"),
            ("double", "int", "ROUND(c)"),
            ("int", "tinyint(1)", "c <> 0"),
            ("datetime", "date", "DATE(c)"),
            ("bigint", "datetime", "FROM_UNIXTIME(c)"),
            ("blob", "text", "CONVERT(c USING utf8mb4)"),
        ] {
            let found = one(from, to);
            assert!(
                matches!(&found, TypeChange::Cast { proposal: own, .. } if own.text() == proposal),
                "{from} {found:?}"
            );
        }
    }
}
