use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, Lit, LitStr, Result, Token};

use crate::key::with_hint;

/// The value of `default`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DefaultSyntax {
    /// `null`, `None`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A whole number in decimal digits, sign included.
    Integer(String),
    /// A number with a point or an exponent, sign included.
    Float(String),
    /// A string or a character.
    Text(String),
    /// `sql("…")`.
    Sql(String),
    /// A path, `Status::Draft`: the last two words, the enum's name being optional.
    Variant {
        /// `Status`.
        owner: Option<String>,
        /// `Draft`.
        variant: String,
    },
}

impl DefaultSyntax {
    /// Reads what follows `default =`.
    pub(crate) fn parse(input: ParseStream<'_>) -> Result<Self> {
        if input.peek(Token![-]) {
            input.parse::<Token![-]>()?;
            return match input.parse::<Lit>()? {
                Lit::Int(number) => Ok(Self::Integer(format!("-{}", number.base10_digits()))),
                Lit::Float(number) => Ok(Self::Float(format!("-{}", number.base10_digits()))),
                other => Err(syn::Error::new(other.span(), "a number is expected after `-`")),
            };
        }
        if input.peek(Lit) {
            return Self::of_literal(&input.parse()?);
        }
        if input.peek(Ident::peek_any) {
            return Self::of_word(input);
        }
        Err(input.error(with_hint("a literal or sql(\"…\") is expected here", "default = sql(\"CURRENT_TIMESTAMP\")")))
    }

    fn of_literal(literal: &Lit) -> Result<Self> {
        match literal {
            Lit::Bool(value) => Ok(Self::Bool(value.value)),
            Lit::Int(number) => Ok(Self::Integer(number.base10_digits().to_owned())),
            Lit::Float(number) => Ok(Self::Float(number.base10_digits().to_owned())),
            Lit::Str(text) => Ok(Self::Text(text.value())),
            Lit::Char(character) => Ok(Self::Text(character.value().to_string())),
            other => Err(syn::Error::new(
                other.span(),
                with_hint("such a literal cannot be a default", "write it as SQL: default = sql(\"x'00'\")"),
            )),
        }
    }

    fn of_word(input: ParseStream<'_>) -> Result<Self> {
        let path = syn::Path::parse_mod_style(input)?;
        let words: Vec<String> = path.segments.iter().map(|segment| segment.ident.unraw().to_string()).collect();
        match words.as_slice() {
            [word] if word == "sql" => {
                let content;
                syn::parenthesized!(content in input);
                let text: LitStr = content.parse()?;
                if !content.is_empty() {
                    return Err(content.error("sql(...) takes one text"));
                }
                Ok(Self::Sql(text.value()))
            }
            [word] if word == "null" || word == "None" => Ok(Self::Null),
            [variant] => Ok(Self::Variant { owner: None, variant: variant.clone() }),
            [.., owner, variant] => Ok(Self::Variant { owner: Some(owner.clone()), variant: variant.clone() }),
            [] => Err(input.error("a value is expected here")),
        }
    }
}
