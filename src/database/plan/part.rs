use std::ops::Range;

use super::own_commit::{kind_with_own_commit, part_of_block};
use super::pragma::Pragma;
use super::session_state::Asked;
use crate::sql::{Statement, Token, stream, words};

/// What a statement means for the transaction and the session that it runs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `BEGIN`, `START TRANSACTION`.
    Begin,
    /// `SAVEPOINT`: where no transaction is open, it begins one.
    Savepoint,
    /// `COMMIT`, `END`.
    Commit,
    /// `RELEASE`: of the outermost savepoint that began a transaction, it commits.
    Release,
    /// `ROLLBACK` of the whole.
    RollBack,
    /// It changes the session and nothing else: it may be repeated, and must be on a new connection.
    Session,
    /// It changes what lasts, by itself; it may be repeated, and must be on a new connection.
    Setting,
    /// It makes something that is gone with the session and cannot be made again by repeating it.
    Temporary,
    /// It refuses to run in a transaction, or commits by itself.
    Alone,
    /// It locks tables: no mark can be made until they are unlocked.
    Lock,
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
    } else if at(0, "savepoint") {
        Kind::Savepoint
    } else if any(&["commit", "end"]) {
        Kind::Commit
    } else if at(0, "release") {
        Kind::Release
    } else if at(0, "rollback") && !at(1, "to") && !at(2, "to") {
        Kind::RollBack
    } else if at(0, "pragma") {
        match Pragma::of(statement) {
            Some(Pragma::Connection(_) | Pragma::Passing(_)) => Kind::Session,
            Some(Pragma::Row) => Kind::Plain,
            Some(Pragma::File) | None => Kind::Setting,
        }
    } else if any(&["attach", "detach", "set", "reset", "use"]) || is_set_config(&words) {
        Kind::Session
    } else if at(0, "create") && (at(1, "temp") || at(1, "temporary")) {
        Kind::Temporary
    } else if at(0, "vacuum") || is_alone(statement, &words) {
        Kind::Alone
    } else {
        Kind::Plain
    }
}

/// PostgreSQL's function that does what SET does, and nothing beside it.
fn is_set_config(first: &[Token<'_>]) -> bool {
    let is = |place: usize, word: &str| first.get(place).is_some_and(|token| token.is_word(word));
    is(0, "select") && (is(1, "set_config") || is(1, "pg_catalog") && is(3, "set_config"))
}

/// What PostgreSQL refuses in a transaction, beside VACUUM.
fn is_alone(statement: &str, first: &[Token<'_>]) -> bool {
    const PAIRS: [(&str, &[&str]); 6] = [
        ("create", &["database", "tablespace", "subscription"]),
        ("drop", &["database", "tablespace", "subscription"]),
        ("alter", &["system", "database", "subscription"]),
        ("reindex", &["database", "system", "schema"]),
        ("discard", &["all"]),
        ("commit", &["prepared"]),
    ];
    let is = |place: usize, word: &str| first.get(place).is_some_and(|token| token.is_word(word));
    if PAIRS.iter().any(|(one, others)| is(0, one) && others.iter().any(|other| is(1, other))) {
        return true;
    }
    if is(0, "do") {
        return ends_transactions(statement);
    }
    let may_be = ["create", "drop", "reindex", "alter"].iter().any(|word| is(0, word));
    // A view that is refreshed in this way may be in a transaction.
    may_be && stream(statement).any(|token| token.is_word("concurrently"))
}

/// Whether a block has a COMMIT or ROLLBACK of its own. One that a procedure has is not seen: it is tried.
fn ends_transactions(block: &str) -> bool {
    let words = words(block);
    words.array_windows().any(|[word, next]| {
        (word.is_word("commit") || word.is_word("rollback")) && (next.is_symbol(";") || next.is_word("and"))
    })
}

/// Whether PostgreSQL refuses the statement in a transaction, or ends the transaction with it.
pub(in crate::database) fn ends_or_refuses_transaction(statement: &str) -> bool {
    use Kind::{Alone, Begin, Commit, Release, RollBack, Savepoint, Temporary};
    matches!(kind(statement), Alone | Begin | Commit | Release | RollBack | Savepoint | Temporary)
}

/// A piece of a script that runs outside a transaction of ours: it is done whole or not at all, or may be repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::database) enum Part {
    /// A statement that gets a transaction of its own, together with the mark that it is done; with it those that ask
    /// for what it did (`last_insert_rowid()`), which would be forgotten with the session.
    Plain(Range<usize>),
    /// A transaction that the file itself begins and ends; the mark is made just before its COMMIT.
    Block(Range<usize>),
    /// A statement that changes the session; it may be repeated.
    Session(usize),
    /// The same, and what it changes outlives the session.
    Setting(usize),
    /// A statement that runs by itself, and whose mark follows.
    Alone(usize),
    /// Statements between which there can be no mark, and which cannot be repeated one by one; the mark follows.
    Whole(Range<usize>),
}

impl Part {
    /// The statements that belong to it.
    pub(in crate::database) fn range(&self) -> Range<usize> {
        match self {
            Self::Block(range) | Self::Plain(range) | Self::Whole(range) => range.clone(),
            Self::Session(place) | Self::Setting(place) | Self::Alone(place) => *place..*place + 1,
        }
    }
}

/// Cuts a script into its parts, for a database where DDL is transactional or commits by itself. A transaction that the
/// file does not end reaches to its last statement.
pub(in crate::database) fn parts(statements: &[Statement], transactional: bool) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut place = 0;
    while let Some(statement) = statements.get(place) {
        let own = if transactional { kind(&statement.text) } else { kind_with_own_commit(&statement.text) };
        let part = match own {
            Kind::Begin | Kind::Savepoint => {
                let end = end_of_transaction(statements.get(place..).unwrap_or_default());
                let range = place..end.map_or(statements.len(), |end| place + end + 1);
                if transactional { Part::Block(range) } else { part_of_block(statements, range) }
            }
            Kind::Lock => {
                let rest = statements.get(place..).unwrap_or_default();
                let end = rest.iter().position(|own| own.words().first().is_some_and(|own| own.is_word("unlock")));
                Part::Whole(place..end.map_or(statements.len(), |end| place + end + 1))
            }
            Kind::Session => Part::Session(place),
            Kind::Setting => Part::Setting(place),
            Kind::Alone | Kind::Commit | Kind::Release | Kind::RollBack | Kind::Temporary => Part::Alone(place),
            Kind::Plain => {
                let asked = Asked::of(statement);
                let joined = asked.and_then(|asked| join(statements, asked, &mut parts));
                Part::Plain(joined.unwrap_or(place)..place + 1)
            }
        };
        place = part.range().end;
        parts.push(part);
    }
    parts
}

/// Whether a transaction takes back all that these do, where DDL commits by itself.
pub(super) fn can_be_rolled_back(statements: &[Statement]) -> bool {
    statements.iter().all(|statement| kind_with_own_commit(&statement.text) == Kind::Plain)
}

/// Takes away the last parts, up to the one that gives what is asked for, and gives where they begin; if that one is
/// not to be had, nothing.
fn join(statements: &[Statement], asked: Asked, parts: &mut Vec<Part>) -> Option<usize> {
    let gives = |range: &Range<usize>| {
        statements.get(range.clone()).is_some_and(|own| own.iter().any(|statement| asked.is_given_by(statement)))
    };
    let plain = parts.iter().rev().map_while(|part| match part {
        Part::Plain(range) => Some(range),
        _ => None,
    });
    let (back, start) = plain.enumerate().find(|(_, range)| gives(range)).map(|(back, range)| (back, range.start))?;
    parts.truncate(parts.len() - back - 1);
    Some(start)
}

/// The place of the statement that ends the transaction that the first one begins.
pub(super) fn end_of_transaction(statements: &[Statement]) -> Option<usize> {
    let mut open = Vec::new();
    let by_savepoint = statements.first().is_some_and(|first| kind(&first.text) == Kind::Savepoint);
    statements.iter().position(|statement| match kind(&statement.text) {
        Kind::Commit | Kind::RollBack => true,
        Kind::Savepoint => {
            open.extend(last_name(statement));
            false
        }
        Kind::Release if by_savepoint => {
            let name = last_name(statement);
            let place = open.iter().rposition(|own: &String| Some(own) == name.as_ref());
            open.truncate(place.unwrap_or(open.len()));
            open.is_empty()
        }
        _ => false,
    })
}

/// The name of a savepoint, which SQLite takes in any case.
fn last_name(statement: &Statement) -> Option<String> {
    statement.words().last()?.identifier().map(|name| name.to_lowercase())
}

/// Whether the statement commits the transaction that the file itself began.
pub(in crate::database) fn is_commit(statement: &Statement) -> bool {
    matches!(kind(&statement.text), Kind::Commit | Kind::Release)
}

/// Whether the statement changes the session.
pub(in crate::database) fn is_of_session(statement: &Statement) -> bool {
    matches!(kind(&statement.text), Kind::Session | Kind::Setting)
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
            ("SAVEPOINT here", Kind::Savepoint),
            ("RELEASE here", Kind::Release),
            ("PRAGMA foreign_keys = OFF", Kind::Session),
            ("PRAGMA user_version = 1", Kind::Plain),
            ("PRAGMA journal_mode = WAL", Kind::Setting),
            ("CREATE TEMP TABLE t (a)", Kind::Temporary),
            ("CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END", Kind::Plain),
            ("VACUUM", Kind::Alone),
            ("", Kind::Plain),
        ] {
            assert_eq!(kind(text), expected, "{text}");
        }
    }

    fn of(script: &[&str]) -> Vec<Part> {
        let statement = |text: &&str| Statement::new(*text, 1);
        parts(&script.iter().map(statement).collect::<Vec<_>>(), true)
    }

    #[test]
    fn a_transaction_of_the_file_is_one_part() {
        assert_eq!(
            of(&[
                "PRAGMA foreign_keys",
                "BEGIN",
                "SELECT 1",
                "COMMIT",
                "SELECT 2",
                "VACUUM",
                "PRAGMA optimize",
                "BEGIN",
                "SELECT 3"
            ]),
            [
                Part::Session(0),
                Part::Block(1..4),
                Part::Plain(4..5),
                Part::Alone(5),
                Part::Setting(6),
                Part::Block(7..9)
            ]
        );
    }

    #[test]
    fn a_savepoint_outside_a_transaction_begins_one() {
        assert_eq!(
            of(&[
                "SAVEPOINT a",
                "SAVEPOINT \"B\"",
                "SAVEPOINT a",
                "RELEASE A",
                "ROLLBACK TO b",
                "RELEASE SAVEPOINT b",
                "RELEASE a",
                "SELECT 1",
                "SAVEPOINT a",
                "SAVEPOINT b",
                "RELEASE a",
                "SAVEPOINT a",
                "COMMIT",
                "BEGIN",
                "SAVEPOINT a",
                "RELEASE a",
                "SELECT 1",
                "END",
                "SAVEPOINT a",
                "RELEASE b"
            ]),
            [
                Part::Block(0..7),
                Part::Plain(7..8),
                Part::Block(8..11),
                Part::Block(11..13),
                Part::Block(13..18),
                Part::Block(18..20)
            ]
        );
    }

    #[test]
    fn what_asks_for_the_rows_written_before_goes_with_them() {
        let (insert, last, other) =
            ["INSERT INTO a SELECT 1", "SELECT last_insert_rowid()", "CREATE TABLE b (x)"].into();
        assert_eq!(of(&[insert, insert, last, last]), [Part::Plain(0..1), Part::Plain(1..4)]);
        assert_eq!(of(&[insert, "UPDATE a SET x = 1", last]), [Part::Plain(0..3)]);
        assert_eq!(of(&[insert, "UPDATE a SET x = 1", "SELECT changes()"]), [Part::Plain(0..1), Part::Plain(1..3)]);
        assert_eq!(
            of(&[other, insert, other, last, insert]),
            [Part::Plain(0..1), Part::Plain(1..4), Part::Plain(4..5)]
        );
        assert_eq!(
            of(&[insert, "VACUUM", last, insert, "SELECT changes ()"]),
            [Part::Plain(0..1), Part::Alone(1), Part::Plain(2..3), Part::Plain(3..5)]
        );
        assert_eq!(of(&[insert, "SELECT 'changes()', changes"]), [Part::Plain(0..1), Part::Plain(1..2)]);
    }
}
