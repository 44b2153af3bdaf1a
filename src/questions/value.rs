use crate::dialect::{Dialect, Literal};
use crate::schema::{Column, Expr};

/// A value on the command line as an expression for the column. What is not in quotes is a number or a truth value
/// if the column takes it for one, else text. An error says why it does not fit.
pub(super) fn value(dialect: &dyn Dialect, column: &Column, text: &str) -> Result<Expr, String> {
    let mut refused = None;
    for literal in readings(text) {
        match dialect.literal(column, &literal) {
            Ok(expr) => return Ok(expr),
            Err(reason) => refused = refused.or(Some(reason)),
        }
    }
    Err(refused.unwrap_or_else(|| "it is no value".to_owned()))
}

/// The expression in `sql(…)`, if it is one.
pub(super) fn inside_sql(text: &str) -> Option<&str> {
    let start = text.get(..4).filter(|start| start.eq_ignore_ascii_case("sql("))?;
    text[start.len()..].strip_suffix(')').map(str::trim).filter(|inner| !inner.is_empty())
}

/// The expression as [`value`] reads it.
pub(super) fn written(dialect: &dyn Dialect, column: &Column, expr: &Expr) -> String {
    let text = expr.text();
    let same = !is_null(text) && value(dialect, column, text).is_ok_and(|own| own.text() == text);
    if same { text.to_owned() } else { format!("sql({text})") }
}

/// Whether it is NULL.
pub(super) fn is_null(text: &str) -> bool {
    text.eq_ignore_ascii_case("null")
}

/// What a text can mean, the likeliest first.
fn readings(text: &str) -> Vec<Literal> {
    if let Some(inner) = inside_sql(text) {
        return vec![Literal::Sql(inner.to_owned())];
    }
    if let Some(inner) = in_quotes(text) {
        return vec![Literal::Text(inner)];
    }
    let plain = Literal::Text(text.to_owned());
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if is_null(text) {
        vec![Literal::Null]
    } else if text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false") {
        vec![Literal::Bool(text.eq_ignore_ascii_case("true")), plain]
    } else if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
        vec![Literal::Integer(text.to_owned()), plain]
    } else if digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') && text.parse::<f64>().is_ok() {
        vec![Literal::Float(text.to_owned()), plain]
    } else {
        vec![plain]
    }
}

/// What stands in single or double quotes, doubled ones halved.
fn in_quotes(text: &str) -> Option<String> {
    ['\'', '"'].into_iter().find_map(|quote| {
        let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
        let doubled = format!("{quote}{quote}");
        let halved = inner.replace(&doubled, &quote.to_string());
        (halved.matches(quote).count() == inner.matches(&doubled).count()).then_some(halved)
    })
}
