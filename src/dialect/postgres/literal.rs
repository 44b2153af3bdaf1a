use super::super::Literal;
use super::kind::Kind;
use super::quote::quote_text;
use crate::schema::{Column, Expr};
use crate::sql::{TokenKind, tokens};

/// See [`Dialect::literal`](super::super::Dialect::literal).
pub(super) fn literal(column: &Column, literal: &Literal) -> Result<Expr, String> {
    match literal {
        Literal::Null if column.nullable => Ok(Expr::new("NULL")),
        Literal::Null => Err(format!("`{}` cannot be NULL", column.name)),
        Literal::Sql(text) => expression(text),
        Literal::Text(text) if text.contains('\0') => Err("PostgreSQL keeps no text with a NUL character".to_owned()),
        _ => of_kind(&Kind::of(&column.ty), column, literal),
    }
}

fn of_kind(kind: &Kind, column: &Column, literal: &Literal) -> Result<Expr, String> {
    let unfit = |wanted: &str| Err(format!("{} is no {wanted}", shown(literal)));
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
        (Kind::Numeric, Literal::Integer(number) | Literal::Float(number)) => digits_fit(column, number)?,
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
        (Kind::Bytes, _) => return Err(format!("{} is no bytes: write sql(\"'\\\\x00'\")", shown(literal))),
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
    Ok(Expr::new(plain(literal)))
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

/// The literal as SQL, whatever the column.
fn plain(literal: &Literal) -> String {
    match literal {
        Literal::Null => "NULL".to_owned(),
        Literal::Bool(true) => "TRUE".to_owned(),
        Literal::Bool(false) => "FALSE".to_owned(),
        Literal::Integer(text) | Literal::Float(text) | Literal::Sql(text) => text.clone(),
        Literal::Text(text) => quote_text(text),
    }
}

/// The literal as a model writes it.
fn shown(literal: &Literal) -> String {
    match literal {
        Literal::Null => "null".to_owned(),
        Literal::Bool(value) => value.to_string(),
        Literal::Integer(text) | Literal::Float(text) => text.clone(),
        Literal::Text(text) => format!("{text:?}"),
        Literal::Sql(text) => format!("sql({text:?})"),
    }
}

/// Text that stays inside the place where an expression stands.
fn expression(text: &str) -> Result<Expr, String> {
    let mut depth = 0_usize;
    let mut empty = true;
    for token in tokens(text).iter().filter(|token| !token.is_blank()) {
        empty = false;
        match token.kind {
            TokenKind::Unclosed => return Err(format!("{} is not closed in {text:?}", token.text)),
            _ if token.is_symbol("(") => depth += 1,
            _ if token.is_symbol(")") => {
                depth = depth.checked_sub(1).ok_or_else(|| format!("a `)` too many in {text:?}"))?;
            }
            _ if token.is_symbol(";") => return Err(format!("{text:?} is more than an expression")),
            _ => {}
        }
    }
    match (empty, depth) {
        (true, _) => Err("sql(\"\") is no expression".to_owned()),
        (_, 0) => Ok(Expr::new(text)),
        _ => Err(format!("a `)` is missing in {text:?}")),
    }
}

fn text_fits(column: &Column, text: &str) -> Result<(), String> {
    if let Some(values) = &column.values
        && !values.iter().any(|value| value == text)
    {
        return Err(format!("{text:?} is none of {}", values.join(", ")));
    }
    let length = text.chars().count() as u64;
    match column.ty.arguments().first() {
        Some(limit) if length > *limit => Err(format!("{text:?} has {length} characters, more than {limit}")),
        _ => Ok(()),
    }
}

fn digits_fit(column: &Column, number: &str) -> Result<(), String> {
    let (precision, scale) = match column.ty.arguments().as_slice() {
        [precision] => (*precision, 0),
        [precision, scale, ..] => (*precision, *scale),
        [] => return Ok(()),
    };
    if number.contains(['e', 'E']) {
        return Err(format!("{number} needs to be written without an exponent for {}", column.ty));
    }
    let digits = number.trim_start_matches(['-', '+']);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    if whole.len() as u64 > precision.saturating_sub(scale) || fraction.len() as u64 > scale {
        return Err(format!("{number} does not fit {}", column.ty));
    }
    Ok(())
}

fn number(text: &str, digits: usize) -> Option<u32> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let (Some(year), Some(month), Some(day), None) = (
        parts.next().and_then(|part| number(part, 4)),
        parts.next().and_then(|part| number(part, 2)),
        parts.next().and_then(|part| number(part, 2)),
        parts.next(),
    ) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

fn is_time(text: &str) -> bool {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let mut parts = clock.split(':');
    let hour = parts.next().and_then(|part| number(part, 2));
    let minute = parts.next().and_then(|part| number(part, 2));
    let second = parts.next().map_or(Some(0), |part| number(part, 2));
    let rest = parts.next();
    matches!((hour, minute, second, rest), (Some(0..24), Some(0..60), Some(0..60), None))
        && !fraction.is_empty()
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_timestamp(text: &str) -> bool {
    let Some((date, time)) = text.split_once([' ', 'T']) else { return false };
    let (time, zone) = match time.find(['Z', '+', '-']) {
        Some(place) => time.split_at(place),
        None => (time, "Z"),
    };
    let zone_fits = zone == "Z" || zone.get(1..).is_some_and(|zone| zone.len() == 5 && is_time(zone));
    is_date(date) && is_time(time) && zone_fits
}
