//! What templates for SQL can do with their blanks.
//!
//! - `quote`: the text as a name, quoted where the database needs it: `{{ table | quote }}`
//! - `literal`: the value as a literal: text in quotes, numbers, true, false and none as they are
//! - `comment`: each line of the text behind `-- `, so that nothing of it is a statement
//! - `expression`: an expression as it stands, refused if it would be more than that
//! - `parts`: what an index is made of, with commas between: names are quoted, `desc` is kept, expressions stay
//! - `whole(1, 10)`: a whole number from 1 to 10, for a text that is one
//! - `truth`: true or false, for a text that says so
//! - the function `default_name(table, parts, unique)`: what an index is called by default
//! - the function `fail(message)`: an error with this message
//! - `dialect`: which database it is: `sqlite`, `postgresql` or `mysql`

use minijinja::value::ValueKind;
use minijinja::{Environment, Error, ErrorKind, Value};

use crate::dialect::{Dialect, Driver, Literal, NameKind};
use crate::schema::{Column, Table};
use crate::sql::{Token, TokenKind, tokens, words};

/// What the filters are called.
pub(super) const NAMES: [&str; 7] = ["comment", "expression", "literal", "parts", "quote", "truth", "whole"];

/// Adds them, for this database.
pub(super) fn add(environment: &mut Environment<'_>, driver: Driver) {
    let dialect = driver.dialect();
    environment.add_global("dialect", driver.to_string());
    environment.add_function("fail", |message: String| -> Result<String, Error> { Err(wrong(message)) });
    environment.add_filter("quote", move |name: String| quote(dialect, &name));
    environment.add_filter("literal", move |value: Value| literal(dialect, &value));
    environment.add_filter("comment", |text: String| comment(&text));
    environment.add_filter("expression", move |text: String| expression(dialect, &text));
    environment.add_filter("parts", move |text: String| parts(dialect, &text));
    environment.add_filter("whole", |text: String, least: i64, most: i64| whole(&text, least, most));
    environment.add_filter("truth", |text: String| truth(&text));
    environment.add_function("default_name", move |table: String, parts: String, unique: bool| {
        default_name(dialect, &table, &parts, unique)
    });
}

fn wrong(what: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, what)
}

fn quote(dialect: &dyn Dialect, name: &str) -> Result<String, Error> {
    if name.trim().is_empty() || name.contains('\0') {
        return Err(wrong(format!("{name:?} cannot be a name")));
    }
    Ok(dialect.quote(name))
}

fn literal(dialect: &dyn Dialect, value: &Value) -> Result<String, Error> {
    match value.kind() {
        ValueKind::String => Ok(dialect.quote_text(value.as_str().unwrap_or_default())),
        ValueKind::None => Ok("NULL".to_owned()),
        ValueKind::Bool => Ok(value.to_string().to_uppercase()),
        ValueKind::Number => Ok(value.to_string()),
        // The error of a conversion knows what it is that is not defined.
        ValueKind::Undefined => {
            Err(i64::try_from(value.clone()).err().unwrap_or_else(|| ErrorKind::UndefinedError.into()))
        }
        kind => Err(wrong(format!("{kind} cannot be written as a literal"))),
    }
}

fn comment(text: &str) -> String {
    text.lines().map(|line| format!("-- {}", line.replace('\r', " "))).collect::<Vec<_>>().join("\n")
}

fn expression(dialect: &dyn Dialect, text: &str) -> Result<String, Error> {
    let column = Column::new("", "");
    dialect.literal(&column, &Literal::Sql(text.to_owned())).map_err(wrong)?;
    // A comment to the end of the line would take what follows with it.
    let plain: String =
        tokens(text).iter().map(|token| if token.kind == TokenKind::Comment { " " } else { token.text }).collect();
    Ok(plain.trim().to_owned())
}

fn parts(dialect: &dyn Dialect, text: &str) -> Result<String, Error> {
    let parts = split(text).into_iter().map(|part| {
        let own = words(part);
        let name = own.first().and_then(Token::identifier).map(|name| dialect.quote(&name));
        match (own.as_slice(), name) {
            ([_], Some(name)) => Ok(name),
            ([_, order], Some(name)) if order.is_word("asc") => Ok(name),
            ([_, order], Some(name)) if order.is_word("desc") => Ok(format!("{name} DESC")),
            _ => expression(dialect, part),
        }
    });
    Ok(parts.collect::<Result<Vec<_>, _>>()?.join(", "))
}

/// Cut at the commas that stand in no parentheses.
fn split(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for token in tokens(text) {
        if token.is_symbol("(") {
            depth += 1;
        } else if token.is_symbol(")") {
            depth = depth.saturating_sub(1);
        } else if token.is_symbol(",") && depth == 0 {
            found.extend(text.get(start..token.start));
            start = token.end();
        }
    }
    found.extend(text.get(start..));
    found
}

fn whole(text: &str, least: i64, most: i64) -> Result<i64, Error> {
    let number = text.trim().parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| wrong(format!("`{text}` is no whole number from {least} to {most}")))
}

fn truth(text: &str) -> Result<bool, Error> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "1" => Ok(true),
        "false" | "no" | "0" => Ok(false),
        other => Err(wrong(format!("`{other}` is neither true nor false"))),
    }
}

/// As an index in a model is called that has no name, so that the two are the same.
fn default_name(dialect: &dyn Dialect, table: &str, parts: &str, unique: bool) -> String {
    let kind = if unique { NameKind::Unique } else { NameKind::Index };
    let names: Vec<String> = split(parts)
        .into_iter()
        .map(|part| match words(part).as_slice() {
            [only] | [only, _] if only.identifier().is_some() => only.identifier().unwrap_or_default(),
            _ => "expr".to_owned(),
        })
        .collect();
    dialect.default_name(&Table::new(table), kind, &names.iter().map(String::as_str).collect::<Vec<_>>())
}
