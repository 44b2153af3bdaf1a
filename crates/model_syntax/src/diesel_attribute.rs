use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use syn::Meta;

use crate::Located;
use crate::key::located;

/// What Diesel's own attributes say that matters for a schema. The rest is for Diesel to judge, mistakes included.
#[derive(Clone, Debug, Default)]
pub(crate) struct DieselAttribute {
    /// The last word of `table_name = crate::schema::users`.
    pub(crate) table_name: Option<Located<String>>,
    /// `primary_key(a, b)`.
    pub(crate) primary_key: Option<Vec<Located<String>>>,
    /// `column_name = other`.
    pub(crate) column_name: Option<Located<String>>,
    /// `embed`.
    pub(crate) embed: bool,
}

impl DieselAttribute {
    /// Reads all `#[diesel(…)]` among the attributes.
    pub(crate) fn read(metas: &[Meta]) -> Self {
        let mut found = Self::default();
        for meta in metas {
            if let Meta::List(list) = meta
                && list.path.is_ident("diesel")
            {
                found.read_tokens(list.tokens.clone());
            }
        }
        found
    }

    fn read_tokens(&mut self, tokens: TokenStream) {
        let mut key: Option<Ident> = None;
        let mut last_word: Option<Ident> = None;
        for token in tokens {
            match token {
                TokenTree::Punct(sign) if sign.as_char() == ',' => {
                    self.end(key.take(), last_word.take());
                }
                TokenTree::Ident(word) if key.is_none() => key = Some(word),
                TokenTree::Ident(word) => last_word = Some(word),
                TokenTree::Group(group) if key.as_ref().is_some_and(|key| key == "primary_key") => {
                    self.primary_key = Some(words(&group));
                }
                _ => {}
            }
        }
        self.end(key, last_word);
    }

    fn end(&mut self, key: Option<Ident>, last_word: Option<Ident>) {
        match (key.map(|key| key.to_string()).as_deref(), last_word) {
            (Some("table_name"), Some(word)) if self.table_name.is_none() => self.table_name = Some(located(&word)),
            (Some("column_name"), Some(word)) => self.column_name = Some(located(&word)),
            (Some("embed"), _) => self.embed = true,
            _ => {}
        }
    }
}

fn words(group: &Group) -> Vec<Located<String>> {
    group
        .stream()
        .into_iter()
        .filter_map(|token| match token {
            TokenTree::Ident(word) => Some(located(&word)),
            _ => None,
        })
        .collect()
}
