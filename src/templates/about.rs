use std::collections::BTreeMap;

/// What the comment at the top of a template says about its blanks: lines of the form `name: text`.
pub(super) fn about(template: &str) -> BTreeMap<String, String> {
    let comment = template.trim_start().strip_prefix("{#").and_then(|rest| rest.split_once("#}"));
    let comment = comment.map(|(comment, _)| comment.trim_end_matches('-')).unwrap_or_default();
    comment
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(name, text)| (name.trim(), text.trim()))
        .filter(|(name, text)| !text.is_empty() && is_name(name))
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .collect()
}

/// Whether it can be the name of a blank.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::about;

    #[test]
    fn blanks_are_described_in_the_comment_at_the_top() {
        let found = about(
            "\n{#- A template. Blanks:\n  table: the table\n  a b: no\n  empty:\n x: a: b -#}\nlater: {# y: z #}",
        );
        let pairs: Vec<(&str, &str)> = found.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        assert_eq!(pairs, [("table", "the table"), ("x", "a: b")]);
        assert!(about("x: y").is_empty() && about("{# x: y").is_empty());
    }
}
