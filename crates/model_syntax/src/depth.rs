use proc_macro2::{TokenStream, TokenTree};
use syn::Result;

/// What people write is not nested so deeply; a parser that calls itself for each level would run out of stack.
const DEEPEST: usize = 200;

/// An error if brackets of the text, whose tokens these are, stand too deep inside each other.
pub(crate) fn check(text: &str, tokens: &TokenStream) -> Result<()> {
    if may_be_deep(text) { walk(tokens) } else { Ok(()) }
}

/// A guess that is never too low, brackets in literals and comments counted too.
fn may_be_deep(text: &str) -> bool {
    let mut depth = 0_usize;
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' | b'{' => {
                depth += 1;
                if depth > DEEPEST {
                    return true;
                }
            }
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

fn walk(tokens: &TokenStream) -> Result<()> {
    let mut open = vec![tokens.clone().into_iter()];
    while let Some(level) = open.last_mut() {
        match level.next() {
            Some(TokenTree::Group(group)) => {
                if open.len() > DEEPEST {
                    return Err(syn::Error::new(group.span_open(), "brackets are nested too deeply here"));
                }
                open.push(group.stream().into_iter());
            }
            Some(_) => {}
            None => {
                open.pop();
            }
        }
    }
    Ok(())
}
