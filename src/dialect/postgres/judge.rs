use super::super::TypeChange;
use super::kind::Kind;
use super::quote::quote;
use crate::schema::{Column, ColumnType, Expr};

/// See [`Dialect::judge`](super::super::Dialect::judge). PostgreSQL converts by itself what it would convert in an
/// assignment; for the rest it wants a USING.
pub(super) fn judge(from: &Column, to: &Column) -> TypeChange {
    if from.ty == to.ty {
        return TypeChange::Safe;
    }
    let (old, new) = (Kind::of(&from.ty), Kind::of(&to.ty));
    let own = quote(&to.name);
    let cast = |reason: &str| by(format!("{own}::{}", to.ty), reason);
    match (&old, &new) {
        (Kind::Text, Kind::Text) | (Kind::Bits, Kind::Bits) => shorter(&from.ty, &to.ty),
        (Kind::Numeric, Kind::Numeric) => fewer_digits(&from.ty, &to.ty),
        (Kind::Integer(old), Kind::Integer(new)) if new < old => narrowing(&format!("{new} bits instead of {old}")),
        (Kind::Integer(_), Kind::Integer(_)) | (Kind::Real, Kind::Double) => TypeChange::Safe,
        (Kind::Integer(bits), Kind::Numeric) => fits_digits(*bits, &to.ty),
        (Kind::Integer(16), Kind::Real) | (Kind::Integer(16 | 32), Kind::Double) => TypeChange::Safe,
        (Kind::Integer(_), Kind::Real) => narrowing("24 bits of precision"),
        (Kind::Integer(_), Kind::Double) => narrowing("53 bits of precision"),
        (Kind::Double, Kind::Real) => narrowing("24 bits of precision instead of 53"),
        (Kind::Numeric, Kind::Real | Kind::Double) => narrowing("digits within its precision"),
        (Kind::Real | Kind::Double, Kind::Numeric) => narrowing(&format!("the digits of {}", to.ty)),
        (Kind::Real | Kind::Double | Kind::Numeric, Kind::Integer(_)) => narrowing("whole numbers"),
        (Kind::Json, Kind::Json) => TypeChange::Safe,
        (Kind::Inet, Kind::Inet) if to.ty.base() == "cidr" => narrowing("addresses become networks"),
        (Kind::Inet, Kind::Inet) => TypeChange::Safe,
        (Kind::Date, Kind::Timestamp | Kind::TimestampTz) => TypeChange::Safe,
        (Kind::Timestamp, Kind::TimestampTz) => {
            by(format!("{own} AT TIME ZONE 'UTC'"), "the server has to know in which time zone the old values are")
        }
        (Kind::TimestampTz, Kind::Timestamp) => {
            by(format!("{own} AT TIME ZONE 'UTC'"), "the server has to know in which time zone the new values are")
        }
        (Kind::Timestamp | Kind::TimestampTz, Kind::Date) => narrowing("no time of day"),
        (Kind::Timestamp | Kind::TimestampTz, Kind::Time) => cast("the date would be lost"),
        (Kind::Time, Kind::Interval | Kind::TimeTz) => TypeChange::Safe,
        (Kind::Date, Kind::Date)
        | (Kind::Time, Kind::Time)
        | (Kind::TimeTz, Kind::TimeTz)
        | (Kind::Timestamp, Kind::Timestamp)
        | (Kind::TimestampTz, Kind::TimestampTz)
        | (Kind::Interval, Kind::Interval) => precision(&from.ty, &to.ty),
        (Kind::TimeTz, Kind::Time) => cast("the time zone would be lost"),
        (_, Kind::Text) if old != Kind::Bytes => match to.ty.arguments().first() {
            Some(length) if digits_of(&old).is_some_and(|digits| digits <= *length) => TypeChange::Safe,
            Some(length) => narrowing(&format!("{length} characters")),
            None => TypeChange::Safe,
        },
        (Kind::Array(old), Kind::Array(new)) => {
            let column = |ty: &ColumnType| Column { ty: ty.clone(), ..to.clone() };
            match judge(&column(old), &column(new)) {
                TypeChange::Cast { .. } => cast("the elements need to be converted"),
                other => other,
            }
        }
        (_, Kind::Bool) if old.is_number() => by(format!("{own} <> 0"), "only 0 and 1 are truth values"),
        (Kind::Bool, Kind::Integer(_)) => by(format!("{own}::integer"), "truth values become 0 and 1"),
        (Kind::Bool, _) if new.is_number() => by(format!("{own}::integer"), "truth values become 0 and 1"),
        (Kind::Integer(_), Kind::Timestamp) => {
            by(format!("to_timestamp({own}) AT TIME ZONE 'UTC'"), "the numbers would be read as seconds since 1970")
        }
        (Kind::Integer(_), Kind::TimestampTz) => {
            by(format!("to_timestamp({own})"), "the numbers would be read as seconds since 1970")
        }
        (Kind::Date | Kind::Timestamp | Kind::TimestampTz, Kind::Integer(_)) => {
            by(format!("extract(epoch FROM {own})::{}", to.ty), "the numbers would be seconds since 1970")
        }
        (Kind::Text, Kind::Bytes) => by(format!("convert_to({own}, 'UTF8')"), "text would become its bytes in UTF-8"),
        (Kind::Bytes, Kind::Text) => {
            by(format!("convert_from({own}, 'UTF8')"), "bytes that are no UTF-8 make the migration fail")
        }
        (Kind::Text, _) => cast(&format!("text that is no {} makes the migration fail", to.ty)),
        (_, Kind::Array(element)) if Kind::of(element) == old => {
            by(format!("ARRAY[{own}]"), "each value becomes an array of one")
        }
        (Kind::Other, _) | (_, Kind::Other) => by(
            format!("{own}::text::{}", to.ty),
            &format!("a value of {} that {} does not know makes the migration fail", from.ty, to.ty),
        ),
        _ => by(format!("{own}::text::{}", to.ty), &format!("{} does not convert to {}", from.ty, to.ty)),
    }
}

fn narrowing(loss: &str) -> TypeChange {
    TypeChange::Narrowing(loss.to_owned())
}

fn by(proposal: String, reason: &str) -> TypeChange {
    TypeChange::Cast { proposal: Expr::new(proposal), reason: reason.to_owned() }
}

fn shorter(from: &ColumnType, to: &ColumnType) -> TypeChange {
    match (from.arguments().first(), to.arguments().first()) {
        (Some(old), Some(new)) if new < old => narrowing(&format!("{new} characters instead of {old}")),
        (None, Some(new)) => narrowing(&format!("{new} characters")),
        _ => TypeChange::Safe,
    }
}

fn precision(from: &ColumnType, to: &ColumnType) -> TypeChange {
    match (from.arguments().first().copied().unwrap_or(6), to.arguments().first().copied().unwrap_or(6)) {
        (old, new) if new < old => narrowing(&format!("{new} digits of a second instead of {old}")),
        _ => TypeChange::Safe,
    }
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

/// The most characters that a number of the kind is written with, its sign included.
fn digits_of(kind: &Kind) -> Option<u64> {
    match kind {
        Kind::Integer(16) => Some(6),
        Kind::Integer(32) => Some(11),
        Kind::Integer(_) => Some(20),
        _ => None,
    }
}

fn fits_digits(bits: u32, to: &ColumnType) -> TypeChange {
    let needed = match bits {
        16 => 5,
        32 => 10,
        _ => 19,
    };
    match digits(to) {
        Some((whole, _)) if whole < needed => narrowing(&format!("{whole} digits before the point")),
        _ => TypeChange::Safe,
    }
}
