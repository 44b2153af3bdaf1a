use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, LitInt, LitStr, Result, Token, token};

use crate::key::{comma, flag, literal_text, name, once, text, unknown, with_hint, words};
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
    /// `nulls_not_distinct`.
    pub nulls_not_distinct: bool,
    /// `concurrently`: made while others write to the table.
    pub concurrently: bool,
    /// `deferrable`, `deferred`: when a unique set is checked.
    pub timing: Option<TimingSyntax>,
}

/// When a constraint that is not checked at once is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimingSyntax {
    /// `deferrable`: at once, unless a transaction says otherwise.
    Deferrable,
    /// `deferred`: at the end of the transaction.
    Deferred,
}

/// Where NULLs stand in an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NullsSyntax {
    /// `nulls first`.
    First,
    /// `nulls last`.
    Last,
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
    /// `opclass "…"`.
    pub opclass: Option<Located<String>>,
    /// `nulls first`, `nulls last`.
    pub nulls: Option<NullsSyntax>,
    /// `length 20`: how much of the column counts (MySQL).
    pub length: Option<u64>,
}

impl PartSyntax {
    fn new(at: Position, key: PartKey) -> Self {
        Self { at, key, desc: false, collate: None, opclass: None, nulls: None, length: None }
    }
}

/// What a part of an index is sorted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartKey {
    /// A bare word: a field or a column.
    Column(String),
    /// A text: an SQL expression.
    Expr(String),
}

const KEYS: [&str; 8] =
    ["name", "where", "using", "include", "nulls_not_distinct", "concurrently", "deferrable", "deferred"];

/// The words that stand alone among the parts. A column of such a name is written as a text: `"deferred"`.
const FLAGS: [&str; 4] = ["nulls_not_distinct", "concurrently", "deferrable", "deferred"];

const WORDS: [&str; 6] = ["desc", "asc", "nulls", "collate", "opclass", "length"];

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
                index.parts.push(PartSyntax::new(at, PartKey::Expr(expr.value)));
                index.order(&content)?;
            } else {
                let word = Ident::parse_any(&content)?;
                if content.peek(Token![=]) || (word == "include" && content.peek(token::Paren)) || is_flag(&word) {
                    index.option(&word, &content)?;
                } else {
                    let key = PartKey::Column(word.unraw().to_string());
                    index.parts.push(PartSyntax::new(at, key));
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
        index.parts.push(PartSyntax::new(index.at, column));
        if input.peek(token::Paren) {
            let content;
            syn::parenthesized!(content in input);
            while !content.is_empty() {
                let word = content.fork();
                let is_option = word.call(Ident::parse_any).is_ok_and(|word| is_flag(&word));
                let is_word =
                    content.peek(Ident::peek_any) && !content.peek2(Token![=]) && !content.peek2(token::Paren);
                if is_word && !is_option {
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
        Self {
            at,
            parts: Vec::new(),
            name: None,
            predicate: None,
            using: None,
            include: Vec::new(),
            nulls_not_distinct: false,
            concurrently: false,
            timing: None,
        }
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
            "nulls_not_distinct" => flag(input).map(|value| self.nulls_not_distinct = value),
            "concurrently" => flag(input).map(|value| self.concurrently = value),
            "deferrable" => flag(input).map(|value| self.timing = value.then_some(TimingSyntax::Deferrable)),
            "deferred" => flag(input).map(|value| self.timing = value.then_some(TimingSyntax::Deferred)),
            _ => Err(unknown(key, "an index", &KEYS)),
        }
    }

    /// Reads `desc`, `nulls last`, `collate "…"` and the like behind a part.
    fn order(&mut self, input: ParseStream<'_>) -> Result<()> {
        let Some(part) = self.parts.last_mut() else { return Ok(()) };
        while !input.is_empty() && !input.peek(Token![,]) {
            let ahead = input.fork();
            let word = Ident::parse_any(&ahead)?;
            match word.to_string().as_str() {
                "desc" => part.desc = true,
                "asc" => part.desc = false,
                "collate" => part.collate = Some(literal_text(&ahead)?),
                "opclass" => part.opclass = Some(literal_text(&ahead)?),
                "length" => part.length = Some(ahead.parse::<LitInt>()?.base10_parse()?),
                "nulls" => {
                    let place = Ident::parse_any(&ahead)?;
                    part.nulls = Some(match place.to_string().as_str() {
                        "first" => NullsSyntax::First,
                        "last" => NullsSyntax::Last,
                        _ => return Err(unknown(&place, "nulls", &["first", "last"])),
                    });
                }
                _ => return Err(unknown(&word, "a column of an index", &WORDS)),
            }
            syn::parse::discouraged::Speculative::advance_to(input, &ahead);
        }
        Ok(())
    }
}

fn is_flag(word: &Ident) -> bool {
    FLAGS.iter().any(|flag| word == flag)
}
