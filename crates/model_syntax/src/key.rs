use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, LitBool, LitInt, LitStr, Result, Token};

use crate::{Located, Position};

const HINT: &str = "\nhint: ";

/// A message and what helps, in the one text that a [`syn::Error`] has.
pub(crate) fn with_hint(message: &str, hint: &str) -> String {
    format!("{message}{HINT}{hint}")
}

/// Cuts the text of an error of this crate into the message and the hint, if it has one.
pub fn hint_of(message: &str) -> (&str, Option<&str>) {
    match message.split_once(HINT) {
        Some((message, hint)) => (message, Some(hint)),
        None => (message, None),
    }
}

/// The one among the names that the text was most likely meant to be.
pub fn nearest<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = text.to_lowercase();
    names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&lower, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, name)| name)
}

/// The error for a key that is none.
pub(crate) fn unknown(key: &Ident, what: &str, known: &[&str]) -> syn::Error {
    let name = key.unraw().to_string();
    let hint = match nearest(&name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("{what} takes {}", known.join(", ")),
    };
    syn::Error::new(key.span(), with_hint(&format!("unknown key `{name}`"), &hint))
}

/// Reads `key …, key …` to the end; `read` takes what follows a key, up to the comma.
pub(crate) fn each_key(
    input: ParseStream<'_>,
    mut read: impl FnMut(&Ident, ParseStream<'_>) -> Result<()>,
) -> Result<()> {
    while !input.is_empty() {
        let key = Ident::parse_any(input)?;
        read(&key, input)?;
        comma(input)?;
    }
    Ok(())
}

/// A comma, unless this is the end.
pub(crate) fn comma(input: ParseStream<'_>) -> Result<()> {
    if !input.is_empty() {
        input.parse::<Token![,]>()?;
    }
    Ok(())
}

/// Puts the value where the key's value belongs, unless the key was given before.
pub(crate) fn once<T>(slot: &mut Option<T>, key: &Ident, value: T) -> Result<()> {
    if slot.is_some() {
        return Err(syn::Error::new(key.span(), format!("`{}` is given twice", key.unraw())));
    }
    *slot = Some(value);
    Ok(())
}

/// `= "text"`.
pub(crate) fn text(input: ParseStream<'_>) -> Result<Located<String>> {
    input.parse::<Token![=]>()?;
    literal_text(input)
}

/// `= "text"` that says something: not empty.
pub(crate) fn name(input: ParseStream<'_>) -> Result<Located<String>> {
    input.parse::<Token![=]>()?;
    let span = input.span();
    let text = literal_text(input)?;
    if text.value.trim().is_empty() {
        return Err(syn::Error::new(span, "a name is expected here, not an empty text"));
    }
    Ok(text)
}

/// `"text"`.
pub(crate) fn literal_text(input: ParseStream<'_>) -> Result<Located<String>> {
    let (span, word) = (input.span(), input.fork().call(Ident::parse_any));
    let text: LitStr = input.parse().map_err(|_| {
        let quoted = word.map(|word| format!(": `\"{}\"`", word.unraw())).unwrap_or_default();
        syn::Error::new(span, format!("a text in quotes is expected here{quoted}"))
    })?;
    Ok(Located::new(text.value(), text.span()))
}

/// `= 50`.
pub(crate) fn number(input: ParseStream<'_>) -> Result<Located<u64>> {
    input.parse::<Token![=]>()?;
    let span = input.span();
    let number = input.parse::<LitInt>().and_then(|number| number.base10_parse());
    let value = number.map_err(|_| syn::Error::new(span, "a whole number is expected here"))?;
    Ok(Located::new(value, span))
}

/// Nothing, which is true, or `= true`, `= false`.
pub(crate) fn flag(input: ParseStream<'_>) -> Result<bool> {
    if input.peek(Token![=]) {
        input.parse::<Token![=]>()?;
        let (span, truth) = (input.span(), input.parse::<LitBool>());
        return truth.map(|truth| truth.value).map_err(|_| syn::Error::new(span, "`true` or `false` is expected here"));
    }
    Ok(true)
}

/// A bare identifier, `r#` taken off.
pub(crate) fn word(input: ParseStream<'_>) -> Result<Located<String>> {
    Ident::parse_any(input).map(|word| located(&word))
}

/// `(a, b)`.
pub(crate) fn words(input: ParseStream<'_>) -> Result<Vec<Located<String>>> {
    let content;
    let parentheses = syn::parenthesized!(content in input);
    let mut words = Vec::new();
    while !content.is_empty() {
        words.push(word(&content)?);
        comma(&content)?;
    }
    if words.is_empty() {
        return Err(syn::Error::new(parentheses.span.join(), "at least one column is expected here"));
    }
    Ok(words)
}

/// The identifier as text, `r#` taken off.
pub(crate) fn located(ident: &Ident) -> Located<String> {
    Located { value: ident.unraw().to_string(), at: Position::from(ident.span()) }
}
