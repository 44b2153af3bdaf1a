use std::fmt;

use crate::error::{Error, Result};
use crate::questions::choice::for_shell;

/// The kinds of flag that name something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::questions) enum FlagKind {
    Rename,
    Drop,
    Allow,
    Backfill,
    Using,
    RenameValue,
    DropValue,
}

impl FlagKind {
    const ALL: [Self; 7] =
        [Self::Rename, Self::Drop, Self::Allow, Self::Backfill, Self::Using, Self::RenameValue, Self::DropValue];

    /// What stands between the name and what is said about it; whether it must be there.
    fn separator(self) -> Option<(char, bool)> {
        match self {
            Self::Rename | Self::RenameValue => Some((':', true)),
            Self::Backfill | Self::Using => Some(('=', true)),
            Self::DropValue => Some(('=', false)),
            Self::Drop | Self::Allow => None,
        }
    }

    fn example(self) -> &'static str {
        match self {
            Self::Rename => "--rename users:accounts, or --rename users.name:full_name",
            Self::Drop => "--drop users, or --drop users.name",
            Self::Allow => "--allow users.name",
            Self::Backfill => "--backfill users.age=0",
            Self::Using => "--using 'users.age=CAST(age AS INTEGER)'",
            Self::RenameValue => "--rename-value posts.status.draft:sketch",
            Self::DropValue => "--drop-value posts.status.draft=published",
        }
    }
}

impl fmt::Display for FlagKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rename => "--rename",
            Self::Drop => "--drop",
            Self::Allow => "--allow",
            Self::Backfill => "--backfill",
            Self::Using => "--using",
            Self::RenameValue => "--rename-value",
            Self::DropValue => "--drop-value",
        })
    }
}

/// One flag, read.
#[derive(Clone, Debug)]
pub(in crate::questions) struct Flag {
    pub(in crate::questions) kind: FlagKind,
    /// Its argument, as it was given.
    pub(super) text: String,
    /// The database that it means, if it says so.
    pub(super) alias: Option<String>,
    /// The parts of the name.
    pub(super) path: Vec<String>,
    /// What stands behind the separator.
    pub(super) right: Option<String>,
    /// What it has answered, in full: more than one thing is a mistake.
    pub(super) answered: Vec<String>,
}

impl Flag {
    /// Reads a flag with its argument, as a shell would take it: `--rename users.name:full_name`.
    pub(in crate::questions) fn of_line(line: &str) -> Result<Self> {
        let wrong = || Error::usage(format!("`{line}` is no flag that answers a question"));
        let words = shell_words::split(line).map_err(|_| wrong())?;
        let (name, argument) = match words.as_slice() {
            [name, argument] => (name.as_str(), argument.as_str()),
            [joined] => joined.split_once('=').ok_or_else(wrong)?,
            _ => return Err(wrong()),
        };
        let kind = FlagKind::ALL.into_iter().find(|kind| kind.to_string() == name).ok_or_else(wrong)?;
        Self::parse(kind, argument)
    }

    /// The same flag for the thing of that full name, as a shell takes it.
    pub(super) fn meaning(&self, name: &str) -> String {
        let right = self.kind.separator().zip(self.right.as_ref());
        let right = right.map(|((separator, _), right)| format!("{separator}{right}")).unwrap_or_default();
        format!("{} {}", self.kind, for_shell(&format!("{name}{right}")))
    }

    /// Reads the argument: `[alias::]name(.name)*`, then the separator and the rest.
    pub(super) fn parse(kind: FlagKind, text: &str) -> Result<Self> {
        let wrong = |what: &str| {
            Error::usage(format!("{kind} {text}: {what}")).hint(format!("for instance: {}", kind.example()))
        };
        let (mut alias, mut path) = (None, Vec::new());
        let mut rest = text;
        loop {
            let (part, after) = part(rest).ok_or_else(|| wrong("a name is missing, or its quotes do not close"))?;
            rest = after;
            if let Some(after) = rest.strip_prefix("::").filter(|_| path.is_empty() && alias.is_none()) {
                alias = Some(part);
                rest = after;
                continue;
            }
            path.push(part);
            match rest.strip_prefix('.') {
                Some(after) => rest = after,
                None => break,
            }
        }
        let mut behind = rest.chars();
        let right = match (behind.next(), kind.separator()) {
            (None, None | Some((_, false))) => None,
            (Some(found), Some((separator, _))) if found == separator => {
                // Nothing can be a value, and the replacement of one, but not a name or an expression.
                match kind {
                    FlagKind::Rename | FlagKind::RenameValue if behind.as_str().trim().is_empty() => {
                        return Err(wrong("the new name is missing"));
                    }
                    FlagKind::Using if behind.as_str().trim().is_empty() => {
                        return Err(wrong("the expression is missing"));
                    }
                    _ => Some(behind.as_str().to_owned()),
                }
            }
            (_, Some((separator, _))) => return Err(wrong(&format!("expected `{separator}` after the name"))),
            (Some(_), None) => return Err(wrong("expected a name and nothing else")),
        };
        Ok(Self { kind, text: text.to_owned(), alias, path, right, answered: Vec::new() })
    }
}

impl fmt::Display for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.text)
    }
}

/// The first part of a name and what follows it; `None` if there is none.
fn part(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(['.', ':', '=', '"']).unwrap_or(text.len());
        let (part, rest) = text.split_at(end);
        return (!part.is_empty() && !rest.starts_with('"')).then(|| (part.to_owned(), rest));
    };
    let mut name = String::new();
    let mut rest = quoted;
    loop {
        let (inside, after) = rest.split_once('"')?;
        name.push_str(inside);
        match after.strip_prefix('"') {
            Some(more) => {
                name.push('"');
                rest = more;
            }
            None => return Some((name, after)),
        }
    }
}

/// A name that stands alone: bare as it is, or in quotes.
pub(super) fn bare_name(text: &str) -> Option<String> {
    match part(text) {
        Some((name, "")) => Some(name),
        _ if text.starts_with('"') || text.is_empty() => None,
        _ => Some(text.to_owned()),
    }
}
