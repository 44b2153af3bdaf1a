use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, LitStr, Result, Token, token};

use crate::key::{comma, literal_text, name, once, text, unknown, with_hint, words};
use crate::{Located, Position};

/// `index(team_id, joined_at desc, "lower(email)", name = "…", where = "…", using = "…", include(a, b))`, and the
/// same for `unique(...)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexSyntax {
    /// Where the key stands.
    pub at: Position,
    /// What it is sorted by.
    pub parts: Vec<PartSyntax>,
    /// The name.
    pub name: Option<Located<String>>,
    /// `where`: the rows that it covers.
    pub predicate: Option<Located<String>>,
    /// `using`: the access method.
    pub using: Option<Located<String>>,
    /// `include(...)`: columns kept beside the parts.
    pub include: Vec<Located<String>>,
}

/// One part of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartSyntax {
    /// Where it stands.
    pub at: Position,
    /// What it is.
    pub key: PartKey,
    /// Whether `desc` follows.
    pub desc: bool,
    /// `collate "…"`.
    pub collate: Option<Located<String>>,
}

/// What a part of an index is sorted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartKey {
    /// A bare word: a field or a column.
    Column(String),
    /// A text: an SQL expression.
    Expr(String),
}

const KEYS: [&str; 4] = ["name", "where", "using", "include"];

impl IndexSyntax {
    /// Reads what follows the key of a struct: the parts and the options.
    pub(crate) fn parse(key: &Ident, input: ParseStream<'_>) -> Result<Self> {
        let content;
        syn::parenthesized!(content in input);
        let mut index = Self::empty(key);
        while !content.is_empty() {
            let at = Position::from(content.span());
            if content.peek(LitStr) {
                let expr = literal_text(&content)?;
                index.parts.push(PartSyntax { at, key: PartKey::Expr(expr.value), desc: false, collate: None });
                index.order(&content)?;
            } else {
                let word = Ident::parse_any(&content)?;
                if content.peek(Token![=]) || (word == "include" && content.peek(token::Paren)) {
                    index.option(&word, &content)?;
                } else {
                    let key = PartKey::Column(word.unraw().to_string());
                    index.parts.push(PartSyntax { at, key, desc: false, collate: None });
                    index.order(&content)?;
                }
            }
            comma(&content)?;
        }
        if index.parts.is_empty() {
            let message = format!("`{key}` names no column");
            return Err(syn::Error::new(key.span(), with_hint(&message, &format!("{key}(team_id, joined_at)"))));
        }
        Ok(index)
    }

    /// Reads what follows the key of a field, whose column is the only part: nothing, or options in parentheses.
    pub(crate) fn parse_on_field(key: &Ident, field: &Ident, input: ParseStream<'_>) -> Result<Self> {
        let mut index = Self::empty(key);
        let column = PartKey::Column(field.unraw().to_string());
        index.parts.push(PartSyntax { at: index.at, key: column, desc: false, collate: None });
        if input.peek(token::Paren) {
            let content;
            syn::parenthesized!(content in input);
            while !content.is_empty() {
                if content.peek(Ident::peek_any) && !content.peek2(Token![=]) && !content.peek2(token::Paren) {
                    index.order(&content)?;
                } else {
                    index.option(&Ident::parse_any(&content)?, &content)?;
                }
                comma(&content)?;
            }
        }
        Ok(index)
    }

    fn empty(key: &Ident) -> Self {
        let at = Position::from(key.span());
        Self { at, parts: Vec::new(), name: None, predicate: None, using: None, include: Vec::new() }
    }

    fn option(&mut self, key: &Ident, input: ParseStream<'_>) -> Result<()> {
        match key.to_string().as_str() {
            "name" => once(&mut self.name, key, name(input)?),
            "where" => once(&mut self.predicate, key, text(input)?),
            "using" => once(&mut self.using, key, name(input)?),
            "include" => {
                self.include.extend(words(input)?);
                Ok(())
            }
            _ => Err(unknown(key, "an index", &KEYS)),
        }
    }

    /// Reads `desc`, `asc` and `collate "…"` behind a part.
    fn order(&mut self, input: ParseStream<'_>) -> Result<()> {
        let Some(part) = self.parts.last_mut() else { return Ok(()) };
        while !input.is_empty() && !input.peek(Token![,]) {
            let ahead = input.fork();
            let word = Ident::parse_any(&ahead)?;
            match word.to_string().as_str() {
                "desc" => part.desc = true,
                "asc" => part.desc = false,
                "collate" => part.collate = Some(literal_text(&ahead)?),
                _ => return Err(unknown(&word, "a column of an index", &["desc", "asc", "collate"])),
            }
            syn::parse::discouraged::Speculative::advance_to(input, &ahead);
        }
        Ok(())
    }
}
