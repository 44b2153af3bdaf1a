use std::ops::Range;

use crate::sql::{Statement, Token, stream};

/// What a statement means for the transaction and the session that it runs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `BEGIN`, `START TRANSACTION`.
    Begin,
    /// `COMMIT`, `END`.
    Commit,
    /// `ROLLBACK` of the whole.
    RollBack,
    /// It changes the session and nothing else: it may be repeated, and must be on a new connection.
    Session,
    /// It makes something that is gone with the session and cannot be made again by repeating it.
    Temporary,
    /// It refuses to run in a transaction.
    Alone,
    /// Anything else.
    Plain,
}

/// Looks at a statement's first words.
pub(super) fn kind(statement: &str) -> Kind {
    let words: Vec<Token<'_>> = stream(statement).filter(|token| !token.is_blank()).take(4).collect();
    let at = |place: usize, word: &str| words.get(place).is_some_and(|token| token.is_word(word));
    let any = |options: &[&str]| options.iter().any(|word| at(0, word));
    if at(0, "begin") || (at(0, "start") && at(1, "transaction")) {
        Kind::Begin
    } else if any(&["commit", "end"]) {
        Kind::Commit
    } else if at(0, "rollback") && !at(1, "to") && !at(2, "to") {
        Kind::RollBack
    } else if any(&["pragma", "attach", "detach", "set", "use"]) {
        Kind::Session
    } else if at(0, "create") && (at(1, "temp") || at(1, "temporary")) {
        Kind::Temporary
    } else if at(0, "vacuum") {
        Kind::Alone
    } else {
        Kind::Plain
    }
}

/// A piece of a script that runs outside a transaction of ours: it is done whole or not at all, or may be repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::database) enum Part {
    /// A statement that gets a transaction of its own, together with the mark that it is done.
    Plain(usize),
    /// A transaction that the file itself begins and ends; the mark is made just before its COMMIT.
    Block(Range<usize>),
    /// A statement that changes the session; it may be repeated.
    Session(usize),
    /// A statement that runs by itself, and whose mark follows.
    Alone(usize),
}

impl Part {
    /// The statements that belong to it.
    pub(in crate::database) fn range(&self) -> Range<usize> {
        match self {
            Self::Block(range) => range.clone(),
            Self::Plain(place) | Self::Session(place) | Self::Alone(place) => *place..*place + 1,
        }
    }
}

/// Cuts a script into its parts. A transaction that the file does not end reaches to its last statement.
pub(in crate::database) fn parts(statements: &[Statement]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut place = 0;
    while let Some(statement) = statements.get(place) {
        let part = match kind(&statement.text) {
            Kind::Begin => {
                let rest = statements.get(place..).unwrap_or_default();
                let end = rest.iter().position(|inner| matches!(kind(&inner.text), Kind::Commit | Kind::RollBack));
                Part::Block(place..end.map_or(statements.len(), |end| place + end + 1))
            }
            Kind::Session => Part::Session(place),
            Kind::Alone | Kind::Commit | Kind::RollBack | Kind::Temporary => Part::Alone(place),
            Kind::Plain => Part::Plain(place),
        };
        place = part.range().end;
        parts.push(part);
    }
    parts
}

/// Whether what is done cannot be continued on another connection: something that it made is gone with the old one.
pub(in crate::database) fn made_temporary(statements: &[Statement]) -> bool {
    statements.iter().any(|statement| kind(&statement.text) == Kind::Temporary)
}

/// Whether the statement is the COMMIT of a transaction that the file itself began.
pub(in crate::database) fn is_commit(statement: &Statement) -> bool {
    kind(&statement.text) == Kind::Commit
}

#[cfg(test)]
mod tests {
    use super::{Kind, Part, kind, parts};
    use crate::sql::Statement;

    #[test]
    fn statements_are_told_by_their_first_words() {
        for (text, expected) in [
            ("-- why\nBEGIN IMMEDIATE", Kind::Begin),
            ("begin", Kind::Begin),
            ("START TRANSACTION", Kind::Begin),
            ("COMMIT", Kind::Commit),
            ("END TRANSACTION", Kind::Commit),
            ("ROLLBACK", Kind::RollBack),
            ("ROLLBACK TO here", Kind::Plain),
            ("ROLLBACK TRANSACTION TO here", Kind::Plain),
            ("PRAGMA foreign_keys = OFF", Kind::Session),
            ("CREATE TEMP TABLE t (a)", Kind::Temporary),
            ("CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END", Kind::Plain),
            ("VACUUM", Kind::Alone),
            ("", Kind::Plain),
        ] {
            assert_eq!(kind(text), expected, "{text}");
        }
    }

    #[test]
    fn a_transaction_of_the_file_is_one_part() {
        let script: Vec<Statement> =
            ["PRAGMA x", "BEGIN", "SELECT 1", "COMMIT", "SELECT 2", "VACUUM", "BEGIN", "SELECT 3"]
                .iter()
                .map(|text| Statement { text: (*text).to_owned(), line: 1 })
                .collect();
        assert_eq!(
            parts(&script),
            [Part::Session(0), Part::Block(1..4), Part::Plain(4), Part::Alone(5), Part::Block(6..8)]
        );
    }
}
