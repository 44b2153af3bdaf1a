use super::enums::EnumText;
use super::literal::literal;
use crate::dialect::{Dialect, Literal};
use crate::schema::{Column, Schema, Table};
use crate::sql::{TokenKind, is_whole, words};

/// `default = …` for what the column has: as a literal where it is one, else as an expression.
pub(super) fn default(dialect: &dyn Dialect, column: &Column, of_enum: Option<&EnumText>) -> Option<String> {
    let text = plain(column.default.as_ref()?.text());
    let found = literals(&text).into_iter().find(|own| is_default(dialect, column, own));
    let variant = |text: &str| of_enum.and_then(|own| own.variant(text));
    let value = match found {
        Some(Literal::Bool(value)) => value.to_string(),
        Some(Literal::Integer(number) | Literal::Float(number)) => number,
        Some(Literal::Text(text)) => variant(&text).unwrap_or_else(|| literal(&text)),
        Some(Literal::Null) => "null".to_owned(),
        Some(Literal::Sql(_)) | None => format!("sql({})", literal(&text)),
    };
    Some(format!("default = {value}"))
}

/// The expression without parentheses around the whole.
pub(super) fn plain(text: &str) -> String {
    let mut text = text.trim();
    while is_whole(text)
        && let Some(inner) = text.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'))
    {
        text = inner.trim();
    }
    text.to_owned()
}

/// What the expression could be as a literal of a model.
fn literals(text: &str) -> Vec<Literal> {
    let all = words(text);
    let number = |sign: &str, digits: &str| {
        let text = format!("{sign}{digits}");
        let is_rust = digits.bytes().next().is_some_and(|byte| byte.is_ascii_digit()) && !digits.ends_with('.');
        match () {
            () if digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.is_empty() => {
                vec![Literal::Integer(text)]
            }
            () if is_rust && syn::parse_str::<syn::LitFloat>(digits).is_ok() => vec![Literal::Float(text)],
            () => Vec::new(),
        }
    };
    match all.as_slice() {
        [only] if only.is_word("true") => vec![Literal::Bool(true)],
        [only] if only.is_word("false") => vec![Literal::Bool(false)],
        [only] if only.is_word("null") => vec![Literal::Null],
        [only] if only.kind == TokenKind::Number => number("", only.text),
        [sign, only] if sign.is_symbol("-") && only.kind == TokenKind::Number => number("-", only.text),
        [only] if only.kind == TokenKind::Text => {
            let inner = only.text.strip_prefix('\'').and_then(|text| text.strip_suffix('\''));
            let halved = inner.map(|inner| inner.replace("''", "'"));
            // MySQL takes a backslash for the beginning of something else.
            let unescaped = halved.as_ref().map(|text| text.replace("\\\\", "\\"));
            halved.into_iter().chain(unescaped).map(Literal::Text).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether the literal is what the database fills in.
fn is_default(dialect: &dyn Dialect, column: &Column, literal: &Literal) -> bool {
    let Ok(expr) = dialect.literal(column, literal) else { return false };
    let canonical = |column: Column| {
        let mut table = Table::new("t");
        table.columns.push(column);
        let mut schema = Schema::default();
        schema.insert(table);
        dialect.canonicalise(&mut schema);
        schema.tables.into_values().flat_map(|table| table.columns).find_map(|column| column.default)
    };
    canonical(Column { default: Some(expr), ..column.clone() }) == canonical(column.clone())
}
