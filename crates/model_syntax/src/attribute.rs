use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Token};

/// The attributes with those inside `cfg_attr(…, …)` taken out: what they depend on is not known, so all count.
pub(crate) fn flatten(attributes: &[Attribute]) -> Vec<Meta> {
    let mut found = Vec::new();
    for attribute in attributes {
        push(&attribute.meta, &mut found);
    }
    found
}

fn push(meta: &Meta, found: &mut Vec<Meta>) {
    if meta.path().is_ident("cfg_attr") {
        let inner =
            meta.require_list().and_then(|list| list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated));
        if let Ok(inner) = inner {
            inner.iter().skip(1).for_each(|meta| push(meta, found));
        }
    } else if !meta.path().is_ident("doc") {
        found.push(meta.clone());
    }
}

/// Whether one of the derives is this one: `Model`, or `diesel_manage::Model`.
pub(crate) fn derives(metas: &[Meta], name: &str) -> bool {
    metas.iter().any(|meta| match meta {
        Meta::List(list) if list.path.is_ident("derive") => names(&list.tokens, name),
        _ => false,
    })
}

/// Whether one of the paths between the commas is ours. By tokens, as it is asked of every item of every file.
fn names(tokens: &TokenStream, name: &str) -> bool {
    let mut path: Vec<Ident> = Vec::new();
    for token in tokens.clone() {
        match token {
            TokenTree::Ident(word) => path.push(word),
            TokenTree::Punct(sign) if sign.as_char() == ',' => {
                if is_ours(&path, name) {
                    return true;
                }
                path.clear();
            }
            _ => {}
        }
    }
    is_ours(&path, name)
}

fn is_ours(path: &[Ident], name: &str) -> bool {
    match path {
        [own] => own == name,
        [owner, own] => owner == "diesel_manage" && own == name,
        _ => false,
    }
}

/// Whether the item is compiled for tests alone: `#[cfg(test)]`, `#[cfg(all(test, …))]`.
pub(crate) fn only_for_tests(metas: &[Meta]) -> bool {
    metas.iter().any(|meta| match meta {
        Meta::List(list) if list.path.is_ident("cfg") => {
            let mut tokens = list.tokens.clone().into_iter();
            match (tokens.next(), tokens.next()) {
                (Some(TokenTree::Ident(word)), None) => word == "test",
                (Some(TokenTree::Ident(word)), Some(TokenTree::Group(group))) if word == "all" => {
                    let mut last_was_comma = true;
                    group.stream().into_iter().any(|token| match token {
                        TokenTree::Ident(word) if last_was_comma && word == "test" => true,
                        TokenTree::Punct(sign) => {
                            last_was_comma = sign.as_char() == ',';
                            false
                        }
                        _ => {
                            last_was_comma = false;
                            false
                        }
                    })
                }
                _ => false,
            }
        }
        _ => false,
    })
}
