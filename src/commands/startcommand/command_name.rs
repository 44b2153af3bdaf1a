use diesel_manage_syntax::is_identifier;

use crate::commands::suggestion::suggestion;
use crate::error::{Error, Result};

/// What a command is called, and its module and type.
#[derive(Debug)]
pub(super) struct CommandName {
    /// As it is typed: `send-mails`.
    pub(super) name: String,
    /// `send_mails`.
    pub(super) module: String,
    /// `SendMails`.
    pub(super) type_name: String,
}

/// Names that are in use where the module would be.
const TAKEN: &[&str] = &["alloc", "clap", "command", "core", "diesel", "diesel_manage", "error", "help", "mod", "std"];

/// Types that the file of a command names, beside its own.
const TAKEN_TYPES: &[&str] =
    &["Arguments", "BigInt", "Context", "ErrorContext", "Option", "Outcome", "Result", "SqliteConnection", "String"];

impl CommandName {
    /// # Errors
    /// When there can be no module of this name.
    pub(super) fn new(name: &str) -> Result<Self> {
        let problem = match name.chars().next() {
            None => Some("is empty".to_owned()),
            Some(first) if !first.is_ascii_lowercase() => Some("does not begin with a small letter".to_owned()),
            Some(_) => name
                .chars()
                .find(|letter| !letter.is_ascii_lowercase() && !letter.is_ascii_digit() && !['-', '_'].contains(letter))
                .map(|letter| format!("has a {letter:?} in it")),
        };
        let module = name.replace('-', "_");
        let problem = problem.or_else(|| unusable(&module).map(str::to_owned));
        if let Some(problem) = problem {
            let mut proposal = suggestion(name, "my_command");
            if unusable(&proposal).is_some() {
                proposal = format!("my_{proposal}");
            }
            let error = Error::usage(format!("{name:?} can be no name of a command: it {problem}"));
            return Err(error.hint(format!("give it another: `manage startcommand {proposal}`")));
        }
        let type_name = type_name(&module);
        Ok(Self { name: name.to_owned(), module, type_name })
    }
}

fn unusable(module: &str) -> Option<&'static str> {
    if !is_identifier(module) {
        Some("is a word of Rust")
    } else if TAKEN.contains(&module) || TAKEN_TYPES.contains(&type_name(module).as_str()) {
        Some("means something else already")
    } else {
        (module.len() > 64).then_some("is too long")
    }
}

fn type_name(module: &str) -> String {
    module.split('_').map(capital).collect()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::CommandName;

    #[test]
    fn a_name_makes_a_module_and_a_type() {
        for (name, module, type_name) in [
            ("seed", "seed", "Seed"),
            ("send-mails", "send_mails", "SendMails"),
            ("a_b2-c", "a_b2_c", "AB2C"),
            ("migrate", "migrate", "Migrate"),
            ("x--y-", "x__y_", "XY"),
        ] {
            let made = CommandName::new(name).unwrap();
            assert_eq!((made.name.as_str(), made.module.as_str(), made.type_name.as_str()), (name, module, type_name));
        }
        for (name, message, hint) in [
            ("SeedData", "does not begin with a small letter", "seeddata"),
            ("send mails", "has a ' ' in it", "send_mails"),
            ("../evil", "does not begin with a small letter", "evil"),
            ("größe", "has a 'ö' in it", "grosse"),
            ("a/b", "has a '/' in it", "a_b"),
            ("type", "is a word of Rust", "my_type"),
            ("self", "is a word of Rust", "my_self"),
            ("diesel", "means something else", "my_diesel"),
            ("help", "means something else", "my_help"),
            ("string", "means something else", "my_string"),
            ("sqlite-connection", "means something else", "my_sqlite_connection"),
            ("", "is empty", "my_command"),
            ("-x", "does not begin", "x"),
        ] {
            let error = CommandName::new(name).unwrap_err();
            assert_eq!(error.kind().exit_code(), 2);
            assert!(error.to_string().contains(message), "{error}");
            assert_eq!(error.hints(), [format!("give it another: `manage startcommand {hint}`")], "{name}");
        }
        assert!(CommandName::new(&"x".repeat(300)).is_err());
    }
}
