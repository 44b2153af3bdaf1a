use syn::parse::{Parse, ParseStream};
use syn::{Ident, Path, Result, Token};

use crate::Located;
use crate::key::located;

/// `joinable!(posts -> users (author_id));`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joinable {
    /// The module of the table that refers; of a path, the last word.
    pub child: Located<String>,
    /// The module of the table that is referred to.
    pub parent: Located<String>,
    /// The column that refers, as it is called in Rust.
    pub column: Located<String>,
}

impl Parse for Joinable {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let child = last_word(input)?;
        input.parse::<Token![->]>()?;
        let parent = last_word(input)?;
        let content;
        syn::parenthesized!(content in input);
        let column = crate::key::word(&content)?;
        if input.peek(Token![,]) {
            input.parse::<Token![,]>()?;
        }
        Ok(Self { child, parent, column })
    }
}

fn last_word(input: ParseStream<'_>) -> Result<Located<String>> {
    let path = Path::parse_mod_style(input)?;
    let last: Option<&Ident> = path.segments.last().map(|segment| &segment.ident);
    last.map(located).ok_or_else(|| input.error("a table is expected here"))
}
