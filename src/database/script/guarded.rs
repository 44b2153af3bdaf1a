use std::borrow::Cow;

use crate::dialect::Driver;
use crate::dialect::postgres::without_variables;
use crate::sql::{Statement, Token, TokenKind};

/// What MySQL's command line takes for a command of its own where a statement begins with it. `use` and `help` are
/// statements as well.
const COMMANDS: [&str; 29] = [
    "charset",
    "clear",
    "connect",
    "costs",
    "delimiter",
    "edit",
    "ego",
    "exit",
    "go",
    "nopager",
    "notee",
    "nowarning",
    "pager",
    "print",
    "prompt",
    "query_attributes",
    "quit",
    "rehash",
    "reset_connection",
    "resetconnection",
    "sandbox",
    "skip-line-numbers",
    "source",
    "ssl_session_data_print",
    "status",
    "system",
    "tee",
    "warnings",
    "?",
];

/// The statement as the command line has to be given it to send it as it is: what it would take for words of its own is
/// written in another way.
pub(super) fn guarded(driver: Driver, statement: &Statement) -> Cow<'_, str> {
    let text = &statement.text;
    match driver {
        Driver::Sqlite if text.starts_with(['.', '#']) => Cow::Owned(format!(" {text}")),
        Driver::Sqlite => without_ends(statement),
        Driver::Postgres => without_variables(text),
        Driver::Mysql => {
            let first = text.split(|own: char| own.is_whitespace()).next().unwrap_or_default();
            match COMMANDS.iter().any(|command| first.eq_ignore_ascii_case(command)) {
                true => Cow::Owned(format!("/**/ {text}")),
                false => Cow::Borrowed(text),
            }
        }
    }
}

/// The line of the script with a backslash outside quotes, which MySQL's command line takes for a command, whatever stands
/// behind it. psql does as well, and SQL for PostgreSQL is never read with one.
pub(super) fn commanding(driver: Driver, statement: &Statement) -> Option<usize> {
    if driver != Driver::Mysql || !statement.text.contains('\\') {
        return None;
    }
    let tokens: Vec<Token<'_>> = statement.stream().collect();
    let place = tokens.iter().enumerate().find(|(place, token)| {
        let is_null =
            || driver == Driver::Mysql && tokens.get(place + 1).is_some_and(|next| next.text.starts_with('N'));
        token.kind == TokenKind::Symbol && token.text.contains('\\') && !is_null()
    });
    let (_, token) = place?;
    let before = statement.text.get(..token.start).unwrap_or_default();
    Some(statement.line + before.matches('\n').count())
}

/// Without lines of nothing but `go` or `/`, at which SQLite's command line ends a statement.
fn without_ends(statement: &Statement) -> Cow<'_, str> {
    let is_end = |line: &str| line.trim() == "/" || line.trim().eq_ignore_ascii_case("go");
    let begins_with = |line: &str| line.trim_start().starts_with('/') || line.trim().len() >= 2;
    if !statement
        .text
        .lines()
        .any(|line| begins_with(line) && (is_end(line) || line.contains("/*") || line.contains("--")))
    {
        return Cow::Borrowed(&statement.text);
    }
    let mut text = String::with_capacity(statement.text.len());
    let mut joins = false;
    for token in statement.stream() {
        if joins && token.is_blank() {
            continue;
        }
        if joins {
            text.push(' ');
        }
        let line = text.rsplit('\n').next().unwrap_or_default();
        // What stands behind it then stands in its line.
        joins = line.trim().is_empty() && is_end(token.text);
        text.push_str(token.text);
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::{commanding, guarded};
    use crate::dialect::Driver;
    use crate::sql::Statement;

    #[test]
    fn what_the_client_would_take_for_its_own_is_written_otherwise() {
        for (driver, statement, expected) in [
            (Driver::Postgres, "SELECT a[lo:USER]", "SELECT a[lo: USER]"),
            (Driver::Sqlite, "SELECT 6\n/\n2", "SELECT 6\n/ 2"),
            (Driver::Sqlite, "SELECT 6\n / -- x\n-- y\n2", "SELECT 6\n / 2"),
            (Driver::Sqlite, "SELECT 1 AS\nGo\nFROM x", "SELECT 1 AS\nGo FROM x"),
            (Driver::Sqlite, "SELECT '\ngo\n' -- \n", "SELECT '\ngo\n' -- \n"),
            (Driver::Sqlite, "SELECT 4 / 2, go", "SELECT 4 / 2, go"),
            (Driver::Sqlite, ".shell ls", " .shell ls"),
            (Driver::Mysql, "system ls", "/**/ system ls"),
            (Driver::Mysql, "USE x", "USE x"),
            (Driver::Mysql, "SELECT 1 AS delimiter", "SELECT 1 AS delimiter"),
        ] {
            assert_eq!(guarded(driver, &Statement::new(statement, 1)), expected, "{statement}");
        }
    }

    #[test]
    fn a_backslash_is_a_command_where_it_is_in_no_quotes() {
        for (driver, statement, expected) in [
            (Driver::Mysql, "SELECT \\N", None),
            (Driver::Mysql, "SELECT 1\n\\! ls", Some(4)),
            (Driver::Mysql, "SELECT '\\! ls' -- \\!", None),
            (Driver::Sqlite, "SELECT \\x", None),
        ] {
            assert_eq!(commanding(driver, &Statement::new(statement, 3)), expected, "{statement}");
        }
    }
}
