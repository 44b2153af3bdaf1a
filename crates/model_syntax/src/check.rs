use syn::parse::ParseStream;
use syn::{Ident, LitStr, Result, Token};

use crate::key::{each_key, literal_text, name, once, text, unknown, with_hint};
use crate::{Located, Position};

/// A condition that every row meets: `check("age >= 0")`, `check(name = "users_age", expr = "age >= 0")`, and
/// `check = "age >= 0"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckSyntax {
    /// Where the key stands.
    pub at: Position,
    /// The constraint's name.
    pub name: Option<Located<String>>,
    /// The condition.
    pub expr: Located<String>,
}

impl CheckSyntax {
    /// Reads what follows the key.
    pub(crate) fn parse(key: &Ident, input: ParseStream<'_>) -> Result<Self> {
        let at = Position::from(key.span());
        if input.peek(Token![=]) {
            return Ok(Self { at, name: None, expr: text(input)? });
        }
        let content;
        syn::parenthesized!(content in input);
        let (mut given, mut expr) = (None, None);
        if content.peek(LitStr) {
            expr = Some(literal_text(&content)?);
            crate::key::comma(&content)?;
        }
        each_key(&content, |key, input| match key.to_string().as_str() {
            "name" => once(&mut given, key, name(input)?),
            "expr" => once(&mut expr, key, text(input)?),
            _ => Err(unknown(key, "check(...)", &["name", "expr"])),
        })?;
        let missing = || syn::Error::new(key.span(), with_hint("the check has no condition", "check(\"age >= 0\")"));
        Ok(Self { at, name: given, expr: expr.ok_or_else(missing)? })
    }
}
