//! Names of a database in the forms that Rust has.

use diesel_manage_syntax::is_identifier;

use super::singular::singular;

/// The words of a name, in lower case: of `userName`, `HTTP_status` and `first name`.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for (place, letter) in letters.iter().enumerate() {
        // What no identifier of Rust can hold stands between words.
        if !is_part(*letter) {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            continue;
        }
        let before = place.checked_sub(1).and_then(|before| letters.get(before));
        let after = letters.get(place + 1);
        let begins = letter.is_uppercase()
            && (before.is_some_and(|own| own.is_lowercase() || own.is_numeric())
                || (before.is_some_and(|own| own.is_uppercase()) && after.is_some_and(|own| own.is_lowercase())));
        if begins && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        word.extend(letter.to_lowercase().filter(|own| is_part(*own)));
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

fn is_part(letter: char) -> bool {
    if letter.is_ascii() {
        return letter.is_ascii_alphanumeric();
    }
    syn::parse_str::<syn::Ident>(&format!("a{letter}")).is_ok()
}

/// The name of a field or a module: as it is where that is one, else its words in snake case. `other` stands for a name
/// without letters.
pub(super) fn snake(name: &str, other: &str) -> String {
    let lower = name.chars().all(|letter| !letter.is_uppercase());
    if lower && (is_ident(name) || is_raw(name)) {
        return name.to_owned();
    }
    let name = words(name).join("_");
    let name = match name.chars().next() {
        None => other.to_owned(),
        Some(first) if first.is_numeric() => format!("_{name}"),
        Some(_) => name,
    };
    // No raw identifier is called like these.
    if is_ident(&name) || is_raw(&name) { name } else { format!("{name}_") }
}

/// The name of a type: its words in camel case.
pub(super) fn camel(name: &str, other: &str) -> String {
    let capital = |word: String| {
        let mut letters = word.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters).filter(|own| *own == '_' || is_part(*own)).collect::<String>()
    };
    let name: String = words(name).into_iter().map(capital).collect();
    match name.chars().next() {
        None => other.to_owned(),
        Some(first) if first.is_numeric() => format!("{other}{name}"),
        Some(_) if is_ident(&name) => name,
        Some(_) => format!("{name}_"),
    }
}

/// The name of a struct: that of a table in camel case, the last word in the singular.
pub(super) fn of_one(table: &str) -> String {
    let mut all = words(table);
    if let Some(last) = all.last_mut() {
        *last = singular(last);
    }
    camel(&all.join("_"), "Table")
}

/// The identifier as it is written: raw if it is one of Rust's words.
pub(super) fn written(ident: &str) -> String {
    if is_ident(ident) { ident.to_owned() } else { format!("r#{ident}") }
}

fn is_ident(name: &str) -> bool {
    is_identifier(name) && syn::parse_str::<syn::Ident>(name).is_ok_and(|own| own == name)
}

fn is_raw(name: &str) -> bool {
    let is_word = !name.is_empty() && name.chars().all(|letter| letter.is_ascii_lowercase());
    is_word && !matches!(name, "crate" | "self" | "super") && syn::parse_str::<syn::Ident>(&format!("r#{name}")).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{camel, of_one, snake, written};

    #[test]
    fn names_become_idiomatic() {
        for (name, field) in [
            ("user_name", "user_name"),
            ("userName", "user_name"),
            ("userID", "user_id"),
            ("HTTPStatus", "http_status"),
            ("first name", "first_name"),
            ("a__b", "a__b"),
            ("2fa", "_2fa"),
            ("ID", "id"),
            ("type", "type"),
            ("self", "self_"),
            ("Self", "self_"),
            ("été", "été"),
            ("crab 🦀", "crab"),
            ("🦀", "column"),
            ("", "column"),
            ("_", "column"),
            ("é\u{301}", "é\u{301}"),
            ("a\"b", "a_b"),
        ] {
            assert_eq!(snake(name, "column"), field, "{name}");
        }
        for (table, name) in [
            ("user_accounts", "UserAccount"),
            ("Categories", "Category"),
            ("auth_user_user_permissions", "AuthUserUserPermission"),
            ("2fa", "Table2fa"),
            ("", "Table"),
            ("self", "Self_"),
        ] {
            assert_eq!(of_one(table), name, "{table}");
        }
        assert_eq!(camel("in-progress", "Value"), "InProgress");
        assert_eq!(camel("", "Empty"), "Empty");
        let words = ["type", "gen", "name"].map(written);
        assert_eq!(words, ["r#type", "r#gen", "name"]);
    }
}
