//! What the dialects have in common when a value of a model becomes SQL.

use crate::schema::{Column, Expr};
use crate::sql::{Token, TokenKind};

/// A value given in a model (`default = …`) or in an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A whole number, as it was written, sign included.
    Integer(String),
    /// A number with a point or an exponent, as it was written, sign included.
    Float(String),
    /// A string.
    Text(String),
    /// `sql("…")`: an expression that nobody checks.
    Sql(String),
}

impl Literal {
    /// As SQL, whatever the column, with texts quoted in the dialect's way.
    pub(super) fn plain(&self, quote_text: impl Fn(&str) -> String) -> String {
        match self {
            Self::Null => "NULL".to_owned(),
            Self::Bool(true) => "TRUE".to_owned(),
            Self::Bool(false) => "FALSE".to_owned(),
            Self::Integer(text) | Self::Float(text) | Self::Sql(text) => text.clone(),
            Self::Text(text) => quote_text(text),
        }
    }

    /// As a model writes it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(value) => value.to_string(),
            Self::Integer(text) | Self::Float(text) => text.clone(),
            Self::Text(text) => format!("{text:?}"),
            Self::Sql(text) => format!("sql({text:?})"),
        }
    }
}

/// Text that stays inside the place where an expression stands. Its words are the dialect's, without blanks.
pub(super) fn expression(text: &str, words: &[Token<'_>]) -> Result<Expr, String> {
    let mut depth = 0_usize;
    for token in words {
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
    match (words.is_empty(), depth) {
        (true, _) => Err("sql(\"\") is no expression".to_owned()),
        (_, 0) => Ok(Expr::new(text)),
        _ => Err(format!("a `)` is missing in {text:?}")),
    }
}

/// Whether the text is a value of the column's enum, where it has one.
pub(super) fn one_of(column: &Column, text: &str) -> Result<(), String> {
    let Some(values) = &column.values else { return Ok(()) };
    if values.iter().any(|value| value == text) {
        return Ok(());
    }
    Err(format!("{text:?} is none of {}", values.join(", ")))
}

/// Whether the text is one of the column's values, and not longer than its type says.
pub(super) fn text_fits(column: &Column, text: &str) -> Result<(), String> {
    one_of(column, text)?;
    let length = text.chars().count() as u64;
    match column.ty.arguments().first() {
        Some(limit) if length > *limit => Err(format!("{text:?} has {length} characters, more than {limit}")),
        _ => Ok(()),
    }
}

/// Whether the number has no more digits than precision and scale of the column's type, or than these where it says none.
pub(super) fn digits_fit(column: &Column, number: &str, unsaid: Option<(u64, u64)>) -> Result<(), String> {
    let (precision, scale) = match (column.ty.arguments().as_slice(), unsaid) {
        ([precision], _) => (*precision, 0),
        ([precision, scale, ..], _) => (*precision, *scale),
        ([], Some(unsaid)) => unsaid,
        ([], None) => return Ok(()),
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
