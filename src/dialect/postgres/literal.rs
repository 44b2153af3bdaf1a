use super::kind::Kind;
use super::quote::quote_text;
use crate::dialect::Literal;
use crate::dialect::literal::{digits_fit, expression, text_fits};
use crate::dialect::moment::{is_date, is_time, is_timestamp};
use crate::schema::{Column, Expr};
use crate::sql::words;

/// See [`Dialect::literal`](super::super::Dialect::literal).
pub(super) fn literal(column: &Column, literal: &Literal) -> Result<Expr, String> {
    match literal {
        Literal::Null if column.nullable => Ok(Expr::new("NULL")),
        Literal::Null => Err(format!("`{}` cannot be NULL", column.name)),
        Literal::Sql(text) => expression(text, &words(text)),
        Literal::Text(text) if text.contains('\0') => Err("PostgreSQL keeps no text with a NUL character".to_owned()),
        _ => of_kind(&Kind::of(&column.ty), column, literal),
    }
}

fn of_kind(kind: &Kind, column: &Column, literal: &Literal) -> Result<Expr, String> {
    let unfit = |wanted: &str| Err(format!("{} is no {wanted}", literal.shown()));
    match (kind, literal) {
        (Kind::Bool, Literal::Bool(_)) => {}
        (Kind::Bool, _) => return unfit("truth value: true or false"),
        (Kind::Integer(bits), Literal::Integer(number)) => {
            let Ok(value) = number.parse::<i128>() else { return unfit("integer that fits") };
            let limit = 1_i128 << (bits - 1);
            if value < -limit || value >= limit {
                return Err(format!("{number} does not fit {bits} bits"));
            }
        }
        (Kind::Integer(_), _) => return unfit("integer"),
        (Kind::Numeric, Literal::Integer(number) | Literal::Float(number)) => digits_fit(column, number, None)?,
        (Kind::Real, Literal::Integer(number) | Literal::Float(number)) => {
            if !number.parse::<f32>().is_ok_and(f32::is_finite) {
                return unfit("number that fits");
            }
        }
        (Kind::Double, Literal::Integer(number) | Literal::Float(number)) => {
            if !number.parse::<f64>().is_ok_and(f64::is_finite) {
                return unfit("number that fits");
            }
        }
        (Kind::Real | Kind::Double | Kind::Numeric, _) => return unfit("number"),
        (Kind::Text, Literal::Text(text)) => text_fits(column, text)?,
        (Kind::Text, _) => return unfit("text"),
        (Kind::Bytes, _) => return Err(format!("{} is no bytes: write sql(\"'\\\\x00'\")", literal.shown())),
        (Kind::Date, Literal::Text(text)) if is_date(text) => {}
        (Kind::Date, _) => return unfit("date: \"2026-12-31\", or sql(\"CURRENT_DATE\")"),
        (Kind::Time | Kind::TimeTz, Literal::Text(text)) if is_time(text) => {}
        (Kind::Time | Kind::TimeTz, _) => return unfit("time: \"23:59:59\", or sql(\"CURRENT_TIME\")"),
        (Kind::Timestamp | Kind::TimestampTz, Literal::Text(text)) if is_timestamp(text) => {}
        (Kind::Timestamp | Kind::TimestampTz, _) => {
            return unfit("time stamp: \"2026-12-31 23:59:59\", or sql(\"CURRENT_TIMESTAMP\")");
        }
        (Kind::Uuid, Literal::Text(text)) if is_uuid(text) => {}
        (Kind::Uuid, _) => {
            return unfit("UUID: \"00000000-0000-0000-0000-000000000000\", or sql(\"gen_random_uuid()\")");
        }
        (Kind::Json, Literal::Text(text)) if serde_json::from_str::<serde_json::Value>(text).is_ok() => {}
        (Kind::Json, _) => return unfit("text that is JSON: \"{}\""),
        (Kind::Inet, Literal::Text(text)) if is_network(text) => {}
        (Kind::Inet, _) => return unfit("address: \"10.0.0.0/8\""),
        (Kind::Array(_), Literal::Text(text)) if text.starts_with('{') && text.ends_with('}') => {}
        (Kind::Array(_), _) => return unfit("array: \"{}\", or sql(\"ARRAY[1, 2]\")"),
        (Kind::Interval | Kind::Bits | Kind::Range, Literal::Text(_)) => {}
        (Kind::Interval | Kind::Bits | Kind::Range, _) => return unfit("text"),
        (Kind::Other, Literal::Text(text)) => text_fits(column, text)?,
        (Kind::Other, _) => {}
    }
    Ok(Expr::new(literal.plain(quote_text)))
}

fn is_uuid(text: &str) -> bool {
    let hex = text.bytes().filter(|byte| *byte != b'-');
    text.len() == 36
        && [8, 13, 18, 23].iter().all(|place| text.as_bytes().get(*place) == Some(&b'-'))
        && hex.clone().count() == 32
        && hex.clone().all(|byte| byte.is_ascii_hexdigit())
}

fn is_network(text: &str) -> bool {
    let (address, bits) = text.split_once('/').unwrap_or((text, "0"));
    match address.parse::<std::net::IpAddr>() {
        Ok(address) => bits.parse::<u8>().is_ok_and(|bits| bits <= if address.is_ipv4() { 32 } else { 128 }),
        Err(_) => false,
    }
}
