use serde::Deserialize;

/// Diesel's `metadata.toml`.
///
/// Its two defaults disagree: without the file a migration runs in a transaction, with a file that does not have the
/// key it runs without. What cannot be parsed counts as no file.
#[derive(Deserialize)]
struct Metadata {
    #[serde(default)]
    run_in_transaction: bool,
}

/// Whether Diesel runs a migration with this `metadata.toml` in a transaction; the error is what is wrong with the
/// file, which Diesel does not say and takes for `true`.
pub(super) fn run_in_transaction(text: &str) -> Result<bool, String> {
    toml::from_str::<Metadata>(text)
        .map(|metadata| metadata.run_in_transaction)
        .map_err(|error| error.message().lines().next().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::run_in_transaction;

    #[test]
    fn reads_what_diesel_reads() {
        for (text, expected) in [
            ("run_in_transaction = true", true),
            ("run_in_transaction = true\nother = 1\n[manage]\nx = 1", true),
            ("run_in_transaction = false", false),
            ("", false),
            ("# nothing", false),
            ("[manage]\nrun_in_transaction = true", false),
        ] {
            assert_eq!(run_in_transaction(text), Ok(expected), "{text:?}");
        }
        for text in ["run_in_transaction = 'yes'", "run_in_transaction", "[", "\u{0}"] {
            assert!(run_in_transaction(text).is_err(), "{text:?}");
        }
    }
}
