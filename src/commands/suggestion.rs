/// A name of plain letters, digits and `_` that is like this text: what an error can propose.
pub(super) fn suggestion(text: &str, otherwise: &str) -> String {
    let plain = deunicode::deunicode(text).to_lowercase();
    let words = plain.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join("_");
    let name = name.trim_start_matches(|letter: char| !letter.is_ascii_lowercase());
    if name.is_empty() { otherwise.to_owned() } else { name.chars().take(50).collect() }
}

#[cfg(test)]
mod tests {
    use super::suggestion;

    #[test]
    fn it_is_like_what_was_meant() {
        for (text, expected) in [
            ("My Blog", "my_blog"),
            ("Übersicht", "ubersicht"),
            ("2fast", "fast"),
            ("a--b.c", "a_b_c"),
            ("...", "it"),
            ("", "it"),
        ] {
            assert_eq!(suggestion(text, "it"), expected, "{text}");
        }
        assert_eq!(suggestion(&"x".repeat(300), "it").len(), 50);
    }
}
