use proc_macro2::TokenTree;
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Path, Token};

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
    metas.iter().filter(|meta| meta.path().is_ident("derive")).any(|meta| {
        meta.require_list()
            .and_then(|list| list.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated))
            .is_ok_and(|paths| paths.iter().any(|path| is_ours(path, name)))
    })
}

fn is_ours(path: &Path, name: &str) -> bool {
    let mut words = path.segments.iter().map(|segment| &segment.ident);
    match (words.next(), words.next(), words.next()) {
        (Some(own), None, _) => own == name,
        (Some(owner), Some(own), None) => owner == "diesel_manage" && own == name,
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
