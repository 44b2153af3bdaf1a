use super::kind::Kind;
use super::lexer::words;
use super::moment::{is_time, is_timestamp};
use super::quote::quote_text;
use crate::dialect::Literal;
use crate::dialect::literal::{digits_fit, expression, one_of};
use crate::dialect::moment::is_date;
use crate::schema::{Column, Expr};
use crate::sql::TokenKind;

/// See [`Dialect::literal`](super::super::Dialect::literal).
pub(super) fn literal(column: &Column, literal: &Literal) -> Result<Expr, String> {
    match literal {
        Literal::Null if column.nullable => Ok(Expr::new("NULL")),
        Literal::Null => Err(format!("`{}` cannot be NULL", column.name)),
        Literal::Sql(text) => of_sql(text),
        _ => fitting(Kind::of(&column.ty), column, literal),
    }
}

fn fitting(kind: Kind, column: &Column, literal: &Literal) -> Result<Expr, String> {
    let unfit = |wanted: &str| Err(format!("{} is no {wanted}", literal.shown()));
    match (kind, literal) {
        (Kind::Bool, Literal::Bool(_)) => {}
        (Kind::Bool, _) => return unfit("truth value: true or false"),
        (Kind::Integer { .. }, Literal::Integer(number)) => {
            let (Some((least, most)), Ok(value)) = (kind.range(), number.parse::<i128>()) else {
                return unfit("integer that fits");
            };
            if value < least || value > most {
                return Err(format!("{number} does not fit {}, which goes from {least} to {most}", column.ty));
            }
        }
        (Kind::Integer { .. }, _) => return unfit("integer"),
        (Kind::Decimal | Kind::Float | Kind::Double, Literal::Integer(number) | Literal::Float(number)) => {
            let finite = match kind {
                Kind::Float => number.parse::<f32>().is_ok_and(f32::is_finite),
                _ => number.parse::<f64>().is_ok_and(f64::is_finite),
            };
            if !finite {
                return unfit("number that fits");
            }
            digits_fit(column, number, (kind == Kind::Decimal).then_some((10, 0)))?;
        }
        (Kind::Decimal | Kind::Float | Kind::Double, _) => return unfit("number"),
        (Kind::Enum, Literal::Text(text)) => one_of(column, text)?,
        (Kind::Text, Literal::Text(text)) => text_fits(column, text)?,
        (Kind::Enum | Kind::Text, _) => return unfit("text"),
        (Kind::Binary, _) => return Err(format!("{} is no bytes: write sql(\"x'00'\")", literal.shown())),
        (Kind::Date, Literal::Text(text)) if is_date(text) => {}
        (Kind::Date, _) => return unfit("date: \"2026-12-31\", or sql(\"CURRENT_DATE\")"),
        (Kind::Time, Literal::Text(text)) if is_time(text) => {}
        (Kind::Time, _) => return unfit("time: \"23:59:59\", or sql(\"CURRENT_TIME\")"),
        (Kind::Timestamp, Literal::Text(text)) if is_timestamp(text) => {}
        (Kind::Timestamp, _) => return unfit("time stamp: \"2026-12-31 23:59:59\", or sql(\"CURRENT_TIMESTAMP\")"),
        (Kind::Year, Literal::Integer(year)) if year.parse::<u32>().is_ok_and(|year| (1901..=2155).contains(&year)) => {
        }
        (Kind::Year, _) => return unfit("year from 1901 to 2155"),
        // Whatever else there is, the server knows what fits.
        (Kind::Json | Kind::Other, _) => {}
    }
    Ok(Expr::new(literal.plain(quote_text)))
}

/// Text that stays inside the place where an expression stands, also where the server runs its comments.
fn of_sql(text: &str) -> Result<Expr, String> {
    let words = words(text);
    if words.iter().any(|token| token.kind == TokenKind::Symbol && token.text.starts_with("/*")) {
        return Err(format!("{text:?} holds a comment that the server would run"));
    }
    expression(text, &words)
}

fn text_fits(column: &Column, text: &str) -> Result<(), String> {
    let limit = Kind::capacity(&column.ty).unwrap_or(u64::MAX);
    let large = Kind::is_large(&column.ty);
    let (length, what) = if large { (text.len(), "bytes") } else { (text.chars().count(), "characters") };
    if length as u64 > limit {
        return Err(format!("{text:?} has {length} {what}, more than {limit}"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Literal, literal};
    use crate::schema::Column;

    #[test]
    fn literals_are_checked_against_the_column() {
        let text = |value: &str| Literal::Text(value.to_owned());
        let integer = |value: &str| Literal::Integer(value.to_owned());
        let float = |value: &str| Literal::Float(value.to_owned());
        let sql = |value: &str| Literal::Sql(value.to_owned());
        for (ty, given, expected) in [
            ("tinyint(1)", Literal::Bool(true), Some("TRUE")),
            ("tinyint(1)", integer("1"), None),
            ("tinyint", integer("-128"), Some("-128")),
            ("tinyint", integer("128"), None),
            ("tinyint unsigned", integer("255"), Some("255")),
            ("int unsigned", integer("-1"), None),
            ("int unsigned", integer("4294967295"), Some("4294967295")),
            ("bigint unsigned", integer("18446744073709551615"), Some("18446744073709551615")),
            ("bigint unsigned", integer("18446744073709551616"), None),
            ("int", float("1.0"), None),
            ("float", float("1e39"), None),
            ("double", float("1e39"), Some("1e39")),
            ("decimal(5,2)", float("-999.99"), Some("-999.99")),
            ("decimal(5,2)", float("1.234"), None),
            ("varchar(2)", text("🦀é"), Some("'🦀é'")),
            ("varchar(2)", text("abc"), None),
            ("varchar(9)", text("it's \\"), Some("'it''s \\\\'")),
            ("tinytext", text(&"é".repeat(128)), None),
            ("blob", text("a"), None),
            ("blob", sql("x'00'"), Some("x'00'")),
            ("date", text("2024-02-29"), Some("'2024-02-29'")),
            ("date", text("2023-02-29"), None),
            ("date", text("2023-02"), None),
            ("time", text("23:59"), Some("'23:59'")),
            ("time", text("24:00"), None),
            ("datetime(6)", text("2026-12-31 23:59:59.5"), Some("'2026-12-31 23:59:59.5'")),
            ("datetime", text("2026-12-31T10:00:00Z"), None),
            ("year", integer("2026"), Some("2026")),
            ("json", text("{}"), Some("'{}'")),
            ("text", sql("1) , (2"), None),
            ("text", sql("'it\\'s'"), Some("'it\\'s'")),
            ("text", sql("'open\\'"), None),
            ("text", sql("1 /*! , 2 */"), None),
            ("text", sql("1; DROP TABLE x"), None),
            ("int", Literal::Null, None),
        ] {
            let found = literal(&Column::new("c", ty), &given);
            assert_eq!(found.as_ref().ok().map(crate::schema::Expr::text), expected, "{ty} {given:?} {found:?}");
        }
        let mut mood = Column::new("mood", "enum");
        mood.values = Some(vec!["sad".to_owned()]);
        assert_eq!(literal(&mood, &text("sda")).unwrap_err(), "\"sda\" is none of sad");
    }
}
