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
        _ => match Kind::of(&column.ty) {
            Some(kind) => of_kind(kind, column, literal),
            // Whatever an unknown type holds, SQLite takes any value.
            None => Ok(Expr::new(literal.plain(quote_text))),
        },
    }
}

fn of_kind(kind: Kind, column: &Column, literal: &Literal) -> Result<Expr, String> {
    let unfit = |wanted: &str| Err(format!("{} is no {wanted}", literal.shown()));
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
            digits_fit(column, number, None)?;
        }
        (Kind::Float | Kind::Double, _) => return unfit("number"),
        (Kind::Text, Literal::Text(text)) => text_fits(column, text)?,
        (Kind::Text, _) => return unfit("text"),
        (Kind::Binary, _) => return Err(format!("{} is no bytes: write sql(\"x'00'\")", literal.shown())),
        (Kind::Date, Literal::Text(text)) if is_date(text) => {}
        (Kind::Date, _) => return unfit("date: \"2026-12-31\", or sql(\"CURRENT_DATE\")"),
        (Kind::Time, Literal::Text(text)) if is_time(text) => {}
        (Kind::Time, _) => return unfit("time: \"23:59:59\", or sql(\"CURRENT_TIME\")"),
        (Kind::Timestamp, Literal::Text(text)) if is_timestamp(text) => {}
        (Kind::Timestamp, _) => return unfit("time stamp: \"2026-12-31 23:59:59\", or sql(\"CURRENT_TIMESTAMP\")"),
    }
    Ok(Expr::new(literal.plain(quote_text)))
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
