/// Words whose singular follows no rule.
const IRREGULAR: [(&str, &str); 22] = [
    ("people", "person"),
    ("children", "child"),
    ("men", "man"),
    ("women", "woman"),
    ("mice", "mouse"),
    ("geese", "goose"),
    ("feet", "foot"),
    ("teeth", "tooth"),
    ("indices", "index"),
    ("vertices", "vertex"),
    ("matrices", "matrix"),
    ("criteria", "criterion"),
    ("phenomena", "phenomenon"),
    ("analyses", "analysis"),
    ("bases", "base"),
    ("caches", "cache"),
    ("movies", "movie"),
    ("cookies", "cookie"),
    ("zombies", "zombie"),
    ("lives", "life"),
    ("wives", "wife"),
    ("shelves", "shelf"),
];

/// Words that are their own singular though they end in `s`.
#[rustfmt::skip]
const SAME: [&str; 18] = [
    "news", "series", "species", "means", "analytics", "statistics", "settings", "sms", "dns", "https", "aws", "gps",
    "lens", "always", "jeans", "physics", "diagnostics", "os",
];

/// The singular of an English word in lower case, as far as rules of thumb go: what is not sure to be a plural stays.
pub(super) fn singular(word: &str) -> String {
    if let Some((_, one)) = IRREGULAR.iter().find(|(many, _)| *many == word) {
        return (*one).to_owned();
    }
    let cut = |ending: &str, with: &str| word.strip_suffix(ending).map(|stem| format!("{stem}{with}"));
    let short = word.chars().count() < 4;
    if SAME.contains(&word) || short || ["ss", "us", "is", "as"].iter().any(|ending| word.ends_with(ending)) {
        // `aliases` ends in `es`, and `alias` is no plural.
        return word.to_owned();
    }
    if word.ends_with("ies") && word.chars().count() > 4 {
        return cut("ies", "y").unwrap_or_default();
    }
    for ending in ["sses", "shes", "ches", "xes", "zzes", "uses", "iases"] {
        if word.ends_with(ending) && !matches!(word, "houses" | "causes" | "clauses" | "pauses" | "uses" | "axes") {
            return cut("es", "").unwrap_or_default();
        }
    }
    cut("s", "").unwrap_or_else(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::singular;

    #[test]
    fn plurals_lose_their_endings() {
        for (many, one) in [
            ("users", "user"),
            ("categories", "category"),
            ("addresses", "address"),
            ("statuses", "status"),
            ("aliases", "alias"),
            ("boxes", "box"),
            ("branches", "branch"),
            ("houses", "house"),
            ("clauses", "clause"),
            ("people", "person"),
            ("movies", "movie"),
            ("news", "news"),
            ("series", "series"),
            ("status", "status"),
            ("address", "address"),
            ("analysis", "analysis"),
            ("data", "data"),
            ("bus", "bus"),
            ("ties", "tie"),
            ("s", "s"),
            ("", ""),
            ("été", "été"),
        ] {
            assert_eq!(singular(many), one);
        }
    }
}
