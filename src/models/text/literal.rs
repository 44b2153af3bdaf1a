/// The text as a literal of Rust, raw where that spares backslashes.
pub(super) fn literal(text: &str) -> String {
    let plain = text.chars().all(|c| !c.is_control() && c != '\\' && c != '"');
    if plain {
        return format!("\"{text}\"");
    }
    let raw = text.chars().all(|c| !c.is_control() || c == '\n') && !text.contains("\"#");
    if raw && text.contains(['"', '\\']) { format!("r#\"{text}\"#") } else { format!("{text:?}") }
}

#[cfg(test)]
mod tests {
    use super::literal;

    #[test]
    fn what_is_written_is_read_back() {
        for (text, expected) in [
            ("plain 🦀", "\"plain 🦀\""),
            ("\"a\" = 1", "r#\"\"a\" = 1\"#"),
            ("a\\b", "r#\"a\\b\"#"),
            ("\"#", "\"\\\"#\""),
            ("a\tb", "\"a\\tb\""),
            ("a\r\nb", "\"a\\r\\nb\""),
            ("", "\"\""),
        ] {
            assert_eq!(literal(text), expected);
            assert_eq!(syn::parse_str::<syn::LitStr>(&literal(text)).unwrap().value(), text);
        }
    }
}
