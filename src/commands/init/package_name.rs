use std::path::Path;

use diesel_manage_syntax::is_identifier;

use crate::commands::suggestion::suggestion;
use crate::error::{Error, Result};

/// The name of a package, as cargo takes it for a new one.
#[derive(Debug)]
pub(super) struct PackageName(String);

/// Names that mean something else in the project, or in the folder that cargo builds in.
const TAKEN: &[&str] = &[
    "alloc",
    "build",
    "clap",
    "core",
    "deps",
    "diesel",
    "diesel_manage",
    "diesel_manage_build",
    "diesel_manage_macros",
    "diesel_manage_syntax",
    "examples",
    "incremental",
    "libsqlite3_sys",
    "manage",
    "management",
    "proc_macro",
    "std",
    "test",
];

impl PackageName {
    /// The given one, or else that of the folder.
    pub(super) fn of(given: Option<&str>, folder: &Path) -> Result<Self> {
        if let Some(given) = given {
            return Self::new(given);
        }
        // `.` and `..` have no name of their own.
        let whole = folder.canonicalize();
        let name = whole.as_deref().unwrap_or(folder).file_name();
        let Some(name) = name else {
            let none = Error::usage(format!("the folder {} has no name that a package could have", folder.display()));
            return Err(none.hint("give it one: `--name NAME`"));
        };
        match name.to_str() {
            Some(name) => Self::new(name),
            None => Self::new(&name.to_string_lossy()),
        }
    }

    fn new(name: &str) -> Result<Self> {
        let problem = match name.chars().next() {
            None => Some("is empty".to_owned()),
            Some(first) if !first.is_ascii_alphabetic() => Some("does not begin with a letter".to_owned()),
            Some(_) => name
                .chars()
                .find(|letter| !letter.is_ascii_alphanumeric() && !['-', '_'].contains(letter))
                .map(|letter| format!("has a {letter:?} in it")),
        };
        let as_crate = name.replace('-', "_");
        let problem = problem.or_else(|| {
            if !is_identifier(&as_crate) {
                Some("is a word of Rust".to_owned())
            } else if TAKEN.contains(&as_crate.as_str()) {
                Some("means something else already".to_owned())
            } else {
                (name.len() > 64).then(|| "is too long".to_owned())
            }
        });
        match problem {
            None => Ok(Self(name.to_owned())),
            Some(problem) => {
                let mut proposal = suggestion(name, "my_project");
                if Self::new_is_bad(&proposal) {
                    proposal = format!("my_{proposal}");
                }
                let error = Error::usage(format!("{name:?} can be no name of a package: it {problem}"));
                Err(error.hint(format!("give it another: `--name {proposal}`")))
            }
        }
    }

    fn new_is_bad(name: &str) -> bool {
        !is_identifier(name) || TAKEN.contains(&name)
    }

    /// It.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// What the crate is called in Rust.
    pub(super) fn as_crate(&self) -> String {
        self.0.replace('-', "_")
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::PackageName;

    #[test]
    fn names_are_those_that_cargo_takes() {
        for name in ["blog", "my-blog", "my_blog2", "Blog", "x"] {
            assert_eq!(PackageName::of(None, &Path::new("/nowhere").join(name)).unwrap().as_str(), name);
        }
        assert_eq!(PackageName::of(Some("my-blog"), Path::new("/")).unwrap().as_crate(), "my_blog");
        for (name, message, hint) in [
            ("my blog", "has a ' ' in it", "my_blog"),
            ("größe", "has a 'ö' in it", "grosse"),
            ("日本", "does not begin with a letter", "ri_ben"),
            ("2fast", "does not begin with a letter", "fast"),
            ("a.b", "has a '.' in it", "a_b"),
            ("", "is empty", "my_project"),
            ("fn", "is a word of Rust", "my_fn"),
            ("async", "is a word of Rust", "my_async"),
            ("gen", "is a word of Rust", "my_gen"),
            ("test", "means something else", "my_test"),
            ("libsqlite3-sys", "means something else", "my_libsqlite3_sys"),
            ("a\u{1b}[31m", "has a '\\u{1b}' in it", "a_31m"),
        ] {
            let error = PackageName::of(Some(name), Path::new("/")).unwrap_err();
            assert_eq!(error.kind().exit_code(), 2);
            assert!(error.to_string().contains(message), "{error}");
            assert_eq!(error.hints(), [format!("give it another: `--name {hint}`")]);
        }
        assert!(PackageName::of(None, Path::new("/")).unwrap_err().hints()[0].contains("--name"));
        assert!(PackageName::of(Some(&"x".repeat(65)), Path::new("/")).is_err());
    }
}
