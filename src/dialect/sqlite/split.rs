//! Scripts cut into statements where SQLite would cut them.

use crate::error::{Error, Result};
use crate::sql::{Statement, Token, TokenKind, stream};

/// The statements of a script, each with the line that its first word stands on.
pub(super) fn split(script: &str) -> Result<Vec<Statement>> {
    let mut statements = Vec::new();
    let mut current: Vec<Token<'_>> = Vec::new();
    let mut lines = Lines { script, at: 0, line: 1 };
    for token in stream(script) {
        if token.kind == TokenKind::Unclosed {
            return Err(unclosed(&token, lines.of(token.start)));
        }
        if token.is_blank() || (current.is_empty() && token.is_symbol(";")) {
            continue;
        }
        if token.is_symbol(";") && !inside_trigger(&current) {
            statements.extend(statement(script, &current, &mut lines));
            current.clear();
        } else {
            current.push(token);
        }
    }
    if let (true, Some(first)) = (inside_trigger(&current), current.first()) {
        let line = lines.of(first.start);
        return Err(Error::failure(format!("line {line}: the trigger that begins here is not closed by END")));
    }
    statements.extend(statement(script, &current, &mut lines));
    Ok(statements)
}

/// Whether the tokens begin a trigger whose body is still open: it ends at an END that follows a semicolon
/// (that of a CASE follows an expression), which is also how SQLite's own shell tells.
fn inside_trigger(tokens: &[Token<'_>]) -> bool {
    let mut words =
        tokens.iter().skip_while(|token| ["explain", "query", "plan"].iter().any(|word| token.is_word(word)));
    if !words.next().is_some_and(|token| token.is_word("create")) {
        return false;
    }
    let mut words = words.skip_while(|token| token.is_word("temp") || token.is_word("temporary"));
    if !words.next().is_some_and(|token| token.is_word("trigger")) {
        return false;
    }
    !matches!(tokens, [.., before, last] if before.is_symbol(";") && last.is_word("end"))
}

/// The statement made of these tokens, if there are any.
fn statement(script: &str, tokens: &[Token<'_>], lines: &mut Lines<'_>) -> Option<Statement> {
    let (first, last) = (tokens.first()?, tokens.last()?);
    Some(Statement::new(&script[first.start..last.end()], lines.of(first.start)))
}

fn unclosed(token: &Token<'_>, line: usize) -> Error {
    let what = match token.text.as_bytes().first() {
        Some(b'/') => "comment",
        Some(b'\'' | b'x' | b'X') => "string",
        _ => "quoted name",
    };
    Error::failure(format!("line {line}: the {what} that begins here is not closed"))
}

/// Counts lines on the way through a script.
struct Lines<'a> {
    script: &'a str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line of the byte at `place`; each place lies behind the one asked for before.
    fn of(&mut self, place: usize) -> usize {
        self.line += self.script[self.at..place].matches('\n').count();
        self.at = place;
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    fn pieces(script: &str) -> Vec<(usize, String)> {
        split(script).unwrap().into_iter().map(|statement| (statement.line, statement.text)).collect()
    }

    #[test]
    fn cuts_at_semicolons_and_nowhere_else() {
        for (script, expected) in [
            ("", vec![]),
            (";; ;\n-- nothing\n", vec![]),
            ("SELECT 1", vec![(1, "SELECT 1")]),
            ("-- why\n\nSELECT 1; -- then\n/* and */ SELECT 2 -- end", vec![(3, "SELECT 1"), (4, "SELECT 2")]),
            (
                "SELECT ';', \";\", [;], `;`;\r\nSELECT x'00'",
                vec![(1, "SELECT ';', \";\", [;], `;`"), (2, "SELECT x'00'")],
            ),
            ("SELECT 1, -- one; two\n 2;", vec![(1, "SELECT 1, -- one; two\n 2")]),
            ("BEGIN;\nCREATE TABLE t (a);\nCOMMIT;", vec![(1, "BEGIN"), (2, "CREATE TABLE t (a)"), (3, "COMMIT")]),
            ("BEGIN; END; SELECT 1;", vec![(1, "BEGIN"), (1, "END"), (1, "SELECT 1")]),
            ("SELECT 'a\nb';\nSELECT 2", vec![(1, "SELECT 'a\nb'"), (3, "SELECT 2")]),
            ("CREATE TABLE trigger (a); SELECT 1", vec![(1, "CREATE TABLE trigger (a)"), (1, "SELECT 1")]),
        ] {
            let expected: Vec<(usize, String)> = expected.into_iter().map(|(l, t)| (l, t.to_owned())).collect();
            assert_eq!(pieces(script), expected, "{script}");
        }
    }

    #[test]
    fn a_trigger_is_one_statement() {
        let bodies = [
            "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; SELECT 2; END",
            "create temp trigger t after insert on a begin update a set b = case when 1 then 2 end; select case 1 when 1 then 2 end; end",
            "CREATE TRIGGER IF NOT EXISTS \"end\" INSTEAD OF UPDATE OF x ON v WHEN CASE NEW.x WHEN 1 THEN 0 END BEGIN\n  DELETE FROM a; -- END;\n  SELECT 'END;';\n /* ; END; */ END",
        ];
        for body in bodies {
            let script = format!("SELECT 0;\n{body};\nSELECT 3");
            let expected = vec![
                (1, "SELECT 0".to_owned()),
                (2, body.to_owned()),
                (3 + body.matches('\n').count(), "SELECT 3".to_owned()),
            ];
            assert_eq!(pieces(&script), expected);
            assert_eq!(pieces(body), vec![(1, body.to_owned())], "the last semicolon may be missing");
        }
    }

    #[test]
    fn what_is_not_closed_is_named_with_its_line() {
        for (script, message) in [
            ("SELECT 1;\nSELECT 'it''s", "line 2: the string that begins here is not closed"),
            ("SELECT 1;\n\nSELECT \"a, 'b'", "line 3: the quoted name that begins here is not closed"),
            ("/* SELECT 1;", "line 1: the comment that begins here is not closed"),
            (
                "SELECT 1;\nCREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1;",
                "line 2: the trigger that begins here is not closed by END",
            ),
        ] {
            assert_eq!(split(script).unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn long_scripts_take_no_time() {
        let script = "INSERT INTO t VALUES (1, 'two;', \"three\");\n".repeat(20_000);
        assert_eq!(split(&script).unwrap().len(), 20_000);
        let one = format!("CREATE TRIGGER t AFTER INSERT ON a BEGIN {} END", "SELECT 1;".repeat(20_000));
        assert_eq!(split(&one).unwrap().len(), 1);
    }
}
