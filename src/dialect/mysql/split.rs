//! Scripts cut into statements where MySQL would cut them.

use crate::error::{Error, Result};
use crate::sql::{MysqlMode, MysqlTokens, Statement, Token, TokenKind, Tongue};

/// The statements of a script, each with the line that its first word stands on.
pub(super) fn split(script: &str) -> Result<Vec<Statement>> {
    let mut statements = Vec::new();
    let mut current: Vec<Token<'_>> = Vec::new();
    let mut body = Body::default();
    let mut lines = Lines { script, at: 0, line: 1 };
    let mut tokens = MysqlTokens::of(script, MysqlMode::default());
    while let Some(token) = tokens.next() {
        if token.kind == TokenKind::Unclosed {
            return Err(unclosed(&token, lines.of(token.start)));
        }
        if token.is_blank() || (current.is_empty() && token.is_symbol(";")) {
            continue;
        }
        if current.is_empty() && token.is_word("delimiter") {
            let line = lines.of(token.start);
            let message = format!("line {line}: DELIMITER is a command of the mysql client, not SQL");
            return Err(Error::failure(message)
                .hint("take the DELIMITER lines out and end the body with `END;`: it is read as one statement"));
        }
        if token.is_symbol(";") && body.depth == 0 {
            statements.extend(statement(script, &current, tokens.mode, &mut lines));
            // The rest is read as the session is set by then.
            tokens.mode = tokens.mode.after(&current);
            current.clear();
            body = Body::default();
            continue;
        }
        body.read(&current, &token);
        current.push(token);
    }
    if let (true, Some(first)) = (body.depth > 0, current.first()) {
        let line = lines.of(first.start);
        return Err(Error::failure(format!("line {line}: the body that begins here is not closed by END")));
    }
    statements.extend(statement(script, &current, tokens.mode, &mut lines));
    Ok(statements)
}

/// How deep in blocks a stored program (or MariaDB's `BEGIN NOT ATOMIC`) is.
#[derive(Default)]
struct Body {
    depth: usize,
    /// Whether the statement is one that has a body.
    is_program: bool,
}

impl Body {
    /// Takes the statement's next word into account; `before` are those before it.
    fn read(&mut self, before: &[Token<'_>], token: &Token<'_>) {
        if token.kind != TokenKind::Word {
            return;
        }
        let last = before.last();
        let follows = |words: &[&str]| last.is_some_and(|last| words.iter().any(|word| last.is_word(word)));
        if !self.is_program {
            let programs = ["procedure", "function", "trigger", "event", "package"];
            let creates = before.first().is_some_and(|first| first.is_word("create"));
            if creates && !before.iter().any(|token| token.is_symbol("(")) {
                self.is_program = programs.iter().any(|word| token.is_word(word));
            } else if before.len() == 1 && follows(&["begin"]) && token.is_word("not") {
                (self.is_program, self.depth) = (true, 1);
            }
            return;
        }
        // What closes a block may name it: END IF, END LOOP.
        if follows(&["end"]) && ["if", "case", "loop", "repeat", "while", "for"].iter().any(|word| token.is_word(word))
        {
            return;
        }
        let begins_statement =
            follows(&["begin", "then", "else", "do", "loop", "repeat", "row", "atomic", "deterministic"])
                || last.is_some_and(|last| [";", ":", ")"].iter().any(|symbol| last.is_symbol(symbol)));
        let opens = token.is_word("begin")
            || token.is_word("case")
            || (begins_statement && ["if", "loop", "repeat", "while", "for"].iter().any(|word| token.is_word(word)));
        if opens {
            self.depth += 1;
        } else if token.is_word("end") {
            self.depth = self.depth.saturating_sub(1);
        }
    }
}

/// The statement made of these tokens, if there are any.
fn statement(script: &str, tokens: &[Token<'_>], mode: MysqlMode, lines: &mut Lines<'_>) -> Option<Statement> {
    let (first, last) = (tokens.first()?, tokens.last()?);
    let text = script.get(first.start..last.end())?.to_owned();
    Some(Statement { text, line: lines.of(first.start), tongue: Tongue::Mysql(mode) })
}

fn unclosed(token: &Token<'_>, line: usize) -> Error {
    let what = match token.text.as_bytes().first() {
        Some(b'/') => "comment",
        Some(b'`') => "quoted name",
        _ => "string",
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
        self.line += self.script.get(self.at..place).unwrap_or_default().matches('\n').count();
        self.at = place;
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    fn texts(script: &str) -> Vec<String> {
        split(script).unwrap().into_iter().map(|statement| statement.text).collect()
    }

    #[test]
    fn cuts_at_semicolons_and_nowhere_else() {
        for (script, expected) in [
            ("", vec![]),
            (";; # nothing;\n-- nothing;\n/* ; */", vec![]),
            (
                "SELECT ';', \"a;\\\";\", `;`, 'it\\'s;'; SELECT 2",
                vec!["SELECT ';', \"a;\\\";\", `;`, 'it\\'s;'", "SELECT 2"],
            ),
            ("/*!40101 SET NAMES utf8; */; SELECT 1", vec!["/*!40101 SET NAMES utf8; */", "SELECT 1"]),
            ("BEGIN; UPDATE t SET a = 1; COMMIT;", vec!["BEGIN", "UPDATE t SET a = 1", "COMMIT"]),
            ("CREATE TABLE `procedure` (a int); SELECT 1--1;", vec!["CREATE TABLE `procedure` (a int)", "SELECT 1--1"]),
            (
                "DROP PROCEDURE p; SELECT CASE 1 WHEN 1 THEN 2 END;",
                vec!["DROP PROCEDURE p", "SELECT CASE 1 WHEN 1 THEN 2 END"],
            ),
        ] {
            assert_eq!(texts(script), expected, "{script}");
        }
        assert_eq!(split("SELECT 'a\nb';\n\nSELECT 2").unwrap()[1].line, 4);
    }

    #[test]
    fn what_a_session_says_of_quotes_counts_from_then_on() {
        let script =
            r"SELECT 'a\';'; SET sql_mode = 'NO_BACKSLASH_ESCAPES'; SELECT 'b\'; SET sql_mode = ''; SELECT 'c\';'";
        assert_eq!(
            texts(script),
            [
                r"SELECT 'a\';'",
                "SET sql_mode = 'NO_BACKSLASH_ESCAPES'",
                r"SELECT 'b\'",
                "SET sql_mode = ''",
                r"SELECT 'c\';'"
            ]
        );
        let found = split("SET sql_mode = 'ANSI_QUOTES'; DROP TABLE \"a;\\\";").unwrap();
        assert_eq!(found[1].words()[2].identifier().as_deref(), Some("a;\\"));
    }

    #[test]
    fn a_body_is_one_statement() {
        for body in [
            "CREATE PROCEDURE p() BEGIN DECLARE x INT; SET x = 1; IF x = 1 THEN SELECT IF(x, 1, 2); ELSEIF x THEN SELECT 3; END IF; END",
            "create definer=`root`@`%` trigger t before insert on a for each row begin set new.b = case when 1 then 2 end; end",
            "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.b = 1",
            "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW IF NEW.b THEN SET NEW.c = 1; END IF",
            "CREATE FUNCTION f(a INT) RETURNS INT DETERMINISTIC RETURN a + 1",
            "CREATE OR REPLACE PROCEDURE p() label: LOOP SET @a = REPEAT('x', 3); WHILE 1 DO SELECT 1; END WHILE; REPEAT SET @b = 1; UNTIL @b END REPEAT; CASE @a WHEN 1 THEN SELECT 1; ELSE BEGIN END; END CASE; LEAVE label; END LOOP label",
            "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN DELETE FROM a; DROP TABLE IF EXISTS b; END",
            "BEGIN NOT ATOMIC SELECT 1; SELECT 2; END",
        ] {
            assert_eq!(texts(&format!("SELECT 0;\n{body};\nSELECT 3")), ["SELECT 0", body, "SELECT 3"]);
            assert_eq!(texts(body), [body], "the last semicolon may be missing");
        }
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_line() {
        for (script, message) in [
            ("SELECT 1;\nSELECT 'it\\'s", "line 2: the string that begins here is not closed"),
            ("\n\nSELECT `a", "line 3: the quoted name that begins here is not closed"),
            ("/* SELECT 1;", "line 1: the comment that begins here is not closed"),
            (
                "SELECT 1;\nCREATE PROCEDURE p() BEGIN SELECT 1;",
                "line 2: the body that begins here is not closed by END",
            ),
            ("\nDELIMITER //\nSELECT 1//", "line 2: DELIMITER is a command of the mysql client, not SQL"),
        ] {
            assert_eq!(split(script).unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn long_scripts_take_no_time() {
        let script = "INSERT INTO t VALUES (1, 'two;', \"three\");\n".repeat(20_000);
        assert_eq!(split(&script).unwrap().len(), 20_000);
        let one = format!("CREATE PROCEDURE p() BEGIN {} END", "SELECT 1;".repeat(20_000));
        assert_eq!(split(&one).unwrap().len(), 1);
    }
}
