//! Scripts on a database where every statement that changes the schema commits by itself.

use std::ops::Range;

use super::part::{Kind, Part, is_commit, kind};
use crate::sql::{Statement, Token, TokenKind, executable, words};

/// What the statement means for transaction and session there.
pub(super) fn kind_with_own_commit(statement: &str) -> Kind {
    let inner = executable(statement);
    let words: Vec<Token<'_>> = words(inner).into_iter().take(4).collect();
    let at = |place: usize, word: &str| words.get(place).is_some_and(|token| token.is_word(word));
    let any = |options: &[&str]| options.iter().any(|word| at(0, word));
    const READS_OR_WRITES: [&str; 13] = [
        "select", "insert", "replace", "update", "delete", "with", "values", "do", "show", "describe", "desc",
        "explain", "load",
    ];
    if words.first().is_none_or(|first| first.is_symbol("(")) || any(&READS_OR_WRITES) {
        Kind::Plain
    } else if any(&["set", "use", "prepare", "deallocate"]) {
        Kind::Session
    } else if at(0, "lock") {
        Kind::Lock
    } else if any(&["savepoint", "release"]) {
        // By itself, without a transaction, it means nothing.
        Kind::Plain
    } else {
        match kind(inner) {
            // MariaDB's compound statement.
            Kind::Begin if at(1, "not") => Kind::Alone,
            Kind::Plain if !at(0, "rollback") => Kind::Alone,
            kind => kind,
        }
    }
}

/// The first part of a transaction of the file's own: what commits by itself cuts it into single statements.
pub(super) fn part_of_block(statements: &[Statement], range: Range<usize>) -> Part {
    let own = statements.get(range.clone()).unwrap_or_default();
    let inner = own.get(1..own.len().saturating_sub(1)).unwrap_or_default();
    let plain = |statement: &Statement| {
        matches!(kind_with_own_commit(&statement.text), Kind::Plain | Kind::Session | Kind::Setting)
    };
    if inner.iter().all(plain) {
        Part::Block(range)
    } else if own.last().is_some_and(is_commit) {
        Part::Alone(range.start)
    } else {
        Part::Whole(range)
    }
}

/// A variable that the first statements set and the others read, if setting it again could make it another.
pub(super) fn lost_variable(before: &[Statement], after: &[Statement]) -> Option<String> {
    let read: Vec<String> = after.iter().flat_map(variables).collect();
    let mut lost: Vec<String> = Vec::new();
    for statement in before {
        let named = variables(statement);
        if !may_be_set_again(statement) || named.iter().any(|name| lost.contains(name)) {
            lost.extend(named);
        }
    }
    read.into_iter().find(|name| lost.contains(name))
}

/// Whether it is a SET whose values are the same whenever it runs: constants, and variables of the session, which are
/// set again before it.
fn may_be_set_again(statement: &Statement) -> bool {
    const CHANGING: [&str; 16] = [
        "last_insert_id",
        "identity",
        "insert_id",
        "timestamp",
        "rand_seed1",
        "rand_seed2",
        "warning_count",
        "error_count",
        "pseudo_thread_id",
        "in_transaction",
        "current_timestamp",
        "current_date",
        "current_time",
        "localtime",
        "localtimestamp",
        "select",
    ];
    let words = statement.tongue.words(executable(&statement.text));
    let changes = |token: &Token<'_>| {
        token.is_symbol("(") || token.text.contains('(') || CHANGING.iter().any(|word| token.is_word(word))
    };
    words.first().is_some_and(|first| first.is_word("set"))
        && !words.iter().any(|token| token.kind != TokenKind::Text && changes(token))
}

/// The user variables in it, in lower case: `@x`, not `@@x` and not what stands in a string.
fn variables(statement: &Statement) -> Vec<String> {
    // However the tokens are cut: an `@`, not after another and not behind an account's name, and a name.
    let tokens = statement.tongue.stream(executable(&statement.text));
    let code: String = tokens
        .filter(|token| !matches!(token.kind, TokenKind::Text | TokenKind::Comment))
        .map(|token| token.text)
        .collect();
    let mut found = Vec::new();
    let mut before = ' ';
    let mut rest = code.as_str();
    while let Some(next) = rest.chars().next() {
        rest = rest.get(next.len_utf8()..).unwrap_or_default();
        let is_name = |own: char| own.is_alphanumeric() || matches!(own, '_' | '$' | '.');
        if next == '@' && !is_name(before) && !matches!(before, '@' | '`' | '"' | '\'') {
            let name: String = rest.trim_start_matches('`').chars().take_while(|own| is_name(*own)).collect();
            if !name.is_empty() {
                found.push(format!("@{}", name.to_lowercase()));
            }
        }
        before = next;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{kind_with_own_commit, lost_variable};
    use crate::database::plan::part::{Kind, Part, parts};
    use crate::sql::Statement;

    fn statements(script: &[&str]) -> Vec<Statement> {
        script.iter().map(|text| Statement::new(*text, 1)).collect()
    }

    #[test]
    fn what_commits_by_itself_is_told_from_what_does_not() {
        for (text, expected) in [
            ("CREATE TABLE a (b INT)", Kind::Alone),
            ("/* why */ alter table a add b int", Kind::Alone),
            ("INSERT INTO a VALUES (1)", Kind::Plain),
            ("(SELECT 1)", Kind::Plain),
            ("SET NAMES utf8mb4", Kind::Session),
            ("/*!40101 SET NAMES utf8 */", Kind::Session),
            ("/*!40000 ALTER TABLE `a` DISABLE KEYS */", Kind::Alone),
            ("USE other", Kind::Session),
            ("LOCK TABLES a WRITE", Kind::Lock),
            ("CALL work()", Kind::Alone),
            ("CREATE TEMPORARY TABLE a (b INT)", Kind::Temporary),
            ("START TRANSACTION", Kind::Begin),
            ("BEGIN NOT ATOMIC SELECT 1; END", Kind::Alone),
            ("ROLLBACK TO here", Kind::Plain),
        ] {
            assert_eq!(kind_with_own_commit(text), expected, "{text}");
        }
    }

    #[test]
    fn a_transaction_with_ddl_in_it_is_no_transaction() {
        let of = |script: &[&str]| parts(&statements(script), false);
        assert_eq!(of(&["BEGIN", "INSERT INTO a VALUES (1)", "COMMIT"]), [Part::Block(0..3)]);
        assert_eq!(
            of(&["BEGIN", "CREATE TABLE a (b INT)", "INSERT INTO a VALUES (1)", "COMMIT"]),
            [Part::Alone(0), Part::Alone(1), Part::Plain(2..3), Part::Alone(3)]
        );
        assert_eq!(of(&["BEGIN", "CREATE TABLE a (b INT)", "ROLLBACK"]), [Part::Whole(0..3)]);
        assert_eq!(
            of(&["LOCK TABLES a WRITE", "INSERT INTO a VALUES (1)", "UNLOCK TABLES", "SELECT 1"]),
            [Part::Whole(0..3), Part::Plain(3..4)]
        );
    }

    #[test]
    fn a_variable_that_is_read_later_is_missed() {
        let read = |text: &str| crate::dialect::Driver::Mysql.dialect().split(text).expect("a script that can be cut");
        let lost = |before: &str, after: &str| lost_variable(&read(before), &read(after));
        let x = Some("@x".to_owned());
        assert_eq!(lost("SET @X = (SELECT 1)", "INSERT INTO a VALUES (@x)"), x);
        assert_eq!(lost("SELECT 'it\\'s' INTO @x", "INSERT INTO a VALUES ('it\\'s', @x)"), x);
        assert_eq!(lost("SET @x = now()", "INSERT INTO a VALUES ('@x', @y)"), None);
        assert_eq!(lost("SET @x = now()", "INSERT INTO a VALUES ('it\\'s @x')"), None);
        assert_eq!(lost("SET @@sql_mode = ''", "SELECT @@sql_mode"), None);
        // Set again to the same.
        assert_eq!(lost("SET @x = 1, @y = 'a(b'", "SELECT @x, @y"), None);
        assert_eq!(lost("/*!40101 SET @x=@@sql_mode, sql_mode='' */; SET sql_mode = ''", "SET sql_mode = @x"), None);
        assert_eq!(lost("SET @x = @@last_insert_id", "SELECT @x"), x);
        assert_eq!(lost("SET @x = 1; SELECT @x := @x + 1", "SELECT @x"), x);
        assert_eq!(lost("SET @y = uuid(); SET @x = @y", "SELECT @x"), x);
    }
}
