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
        _ => match Kind::of(&column.ty) {
            Some(kind) => of_kind(kind, column, literal),
            // Whatever an unknown type holds, SQLite takes any value.
            None => Ok(Expr::new(plain(literal))),
        },
    }
}

fn of_kind(kind: Kind, column: &Column, literal: &Literal) -> Result<Expr, String> {
    let unfit = |wanted: &str| Err(format!("{} is no {wanted}", shown(literal)));
    match (kind, literal) {
        (Kind::Bool, Literal::Bool(_)) => {}
        (Kind::Bool, _) => return unfit("truth value: true or false"),
        (Kind::SmallInt | Kind::Integer | Kind::BigInt, Literal::Integer(number)) => {
            let (Some(bits), Ok(value)) = (kind.bits(), number.parse::<i128>()) else {
                return unfit("integer that fits");
            };
            let limit = 1_i128 << (bits - 1);
            if value < -limit || value >= limit {
                return Err(format!("{number} does not fit {bits} bits"));
            }
        }
        (Kind::SmallInt | Kind::Integer | Kind::BigInt, _) => return unfit("integer"),
        (Kind::Float | Kind::Double, Literal::Integer(number) | Literal::Float(number)) => {
            if !number.parse::<f64>().is_ok_and(f64::is_finite) {
                return unfit("number that fits");
            }
            digits_fit(column, number)?;
        }
        (Kind::Float | Kind::Double, _) => return unfit("number"),
        (Kind::Text, Literal::Text(text)) => text_fits(column, text)?,
        (Kind::Text, _) => return unfit("text"),
        (Kind::Binary, _) => return Err(format!("{} is no bytes: write sql(\"x'00'\")", shown(literal))),
        (Kind::Date, Literal::Text(text)) if is_date(text) => {}
        (Kind::Date, _) => return unfit("date: \"2026-12-31\", or sql(\"CURRENT_DATE\")"),
        (Kind::Time, Literal::Text(text)) if is_time(text) => {}
        (Kind::Time, _) => return unfit("time: \"23:59:59\", or sql(\"CURRENT_TIME\")"),
        (Kind::Timestamp, Literal::Text(text)) if is_timestamp(text) => {}
        (Kind::Timestamp, _) => return unfit("time stamp: \"2026-12-31 23:59:59\", or sql(\"CURRENT_TIMESTAMP\")"),
    }
    Ok(Expr::new(plain(literal)))
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

#[cfg(test)]
mod tests {
    use super::{Literal, literal};
    use crate::schema::Column;

    fn text(value: &str) -> Literal {
        Literal::Text(value.to_owned())
    }

    fn integer(value: &str) -> Literal {
        Literal::Integer(value.to_owned())
    }

    fn float(value: &str) -> Literal {
        Literal::Float(value.to_owned())
    }

    fn sql(value: &str) -> Literal {
        Literal::Sql(value.to_owned())
    }

    #[test]
    fn literals_that_fit_become_sql() {
        for (ty, given, expr) in [
            ("BOOLEAN", Literal::Bool(true), "TRUE"),
            ("INTEGER", integer("-5"), "-5"),
            ("SMALLINT", integer("32767"), "32767"),
            ("BIGINT", integer("-9223372036854775808"), "-9223372036854775808"),
            ("DOUBLE", integer("1"), "1"),
            ("FLOAT", float("-1.5e3"), "-1.5e3"),
            ("NUMERIC(5, 2)", float("-999.99"), "-999.99"),
            ("NUMERIC(5, 2)", float("0001.500"), "0001.500"),
            ("VARCHAR(5)", text("it's"), "'it''s'"),
            ("VARCHAR(2)", text("🦀é"), "'🦀é'"),
            ("DATE", text("2024-02-29"), "'2024-02-29'"),
            ("TIME", text("23:59"), "'23:59'"),
            ("TIMESTAMP", text("2026-12-31 23:59:59.5"), "'2026-12-31 23:59:59.5'"),
            ("TIMESTAMP", text("2026-12-31T23:59:59+02:00"), "'2026-12-31T23:59:59+02:00'"),
            ("TIMESTAMP", sql("CURRENT_TIMESTAMP"), "CURRENT_TIMESTAMP"),
            ("BLOB", sql("x'00'"), "x'00'"),
            ("whatever", integer("1"), "1"),
        ] {
            assert_eq!(literal(&Column::new("c", ty), &given).unwrap().text(), expr, "{ty}");
        }
        assert_eq!(literal(&Column::new("c", "INTEGER").nullable(), &Literal::Null).unwrap().text(), "NULL");
    }

    #[test]
    fn literals_that_do_not_fit_are_refused() {
        for (ty, given) in [
            ("BOOLEAN", integer("1")),
            ("INTEGER", Literal::Null),
            ("INTEGER", integer("2147483648")),
            ("SMALLINT", integer("-32769")),
            ("BIGINT", integer("99999999999999999999999999999999999999999999")),
            ("INTEGER", float("1.0")),
            ("INTEGER", text("1")),
            ("DOUBLE", float("1e999")),
            ("NUMERIC(5, 2)", integer("1000")),
            ("NUMERIC(5, 2)", float("1.234")),
            ("NUMERIC(5, 2)", float("1e2")),
            ("VARCHAR(2)", text("abc")),
            ("TEXT", integer("1")),
            ("BLOB", text("a")),
            ("DATE", text("2023-02-29")),
            ("DATE", text("2023-13-01")),
            ("DATE", text("2023-1-1")),
            ("DATE", text("")),
            ("TIME", text("24:00")),
            ("TIME", text("1:00")),
            ("TIMESTAMP", text("2023-01-01")),
            ("TIMESTAMP", text("2023-01-01 10:00 o'clock")),
            ("TIMESTAMP", text("2023-01-01 10:00+é")),
            ("TEXT", sql("")),
            ("TEXT", sql("'open")),
            ("TEXT", sql("1) , (2")),
            ("TEXT", sql("(1")),
            ("TEXT", sql("1; DROP TABLE x")),
        ] {
            assert!(literal(&Column::new("c", ty), &given).is_err(), "{ty} {given:?}");
        }
    }

    #[test]
    fn an_enum_takes_its_values_alone() {
        let mut status = Column::new("status", "TEXT");
        status.values = Some(vec!["draft".to_owned(), "published".to_owned()]);
        assert!(literal(&status, &text("draft")).is_ok());
        assert_eq!(literal(&status, &text("drft")).unwrap_err(), "\"drft\" is none of draft, published");
    }
}
