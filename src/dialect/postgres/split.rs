//! Scripts cut into statements where psql would cut them.

use super::scan::{Piece, scan};
use crate::error::{Error, Result};
use crate::sql::Statement;

/// The statements of a script, each with the line that its first word stands on.
pub(super) fn split(script: &str) -> Result<Vec<Statement>> {
    let mut found = Vec::new();
    let mut words: Vec<String> = Vec::new();
    let mut span: Option<(usize, usize)> = None;
    let mut depth = 0_usize;
    // BEGIN ATOMIC … END of a function's body, and the CASE … END inside it.
    let mut bodies = 0_usize;
    let mut lines = Lines { script, at: 0, line: 1 };
    let mut at = 0;
    while let Some((piece, length)) = script.get(at..).and_then(scan) {
        let start = at;
        at += length;
        let text = script.get(start..at).unwrap_or_default();
        match piece {
            Piece::Blank => continue,
            Piece::Unclosed(what) => {
                let line = lines.of(start);
                return Err(Error::failure(format!("line {line}: the {what} that begins here is not closed")));
            }
            Piece::Symbol if text == "\\" => return Err(backslash(script, start, lines.of(start))),
            Piece::Symbol if text == ";" && depth == 0 && bodies == 0 => {
                found.extend(statement(script, span.take(), &words, &mut lines)?);
                words.clear();
                continue;
            }
            Piece::Symbol if text == "(" => depth += 1,
            Piece::Symbol if text == ")" => depth = depth.saturating_sub(1),
            Piece::Word => {
                let word = text.to_ascii_lowercase();
                let makes_routine = words.first().is_some_and(|first| first == "create")
                    && words.iter().take(4).any(|word| word == "function" || word == "procedure");
                match word.as_str() {
                    "atomic" if makes_routine && words.last().is_some_and(|last| last == "begin") => bodies += 1,
                    "case" if bodies > 0 => bodies += 1,
                    "end" if bodies > 0 => bodies -= 1,
                    _ => {}
                }
                words.push(word);
            }
            Piece::Symbol | Piece::Quoted => {}
        }
        span = Some(span.map_or((start, at), |(first, _)| (first, at)));
    }
    if let (true, Some((first, _))) = (bodies > 0, span) {
        let line = lines.of(first);
        return Err(Error::failure(format!(
            "line {line}: the body (BEGIN ATOMIC) that begins here is not closed by END"
        )));
    }
    found.extend(statement(script, span, &words, &mut lines)?);
    Ok(found)
}

/// The statement of that place, if there is one.
fn statement(
    script: &str,
    span: Option<(usize, usize)>,
    words: &[String],
    lines: &mut Lines<'_>,
) -> Result<Option<Statement>> {
    let Some((start, end)) = span else { return Ok(None) };
    let line = lines.of(start);
    let copies = words.first().is_some_and(|word| word == "copy")
        && words.windows(2).any(|pair| matches!(pair, [way, stream] if (way == "from" || way == "to") && (stream == "stdin" || stream == "stdout")));
    if copies {
        return Err(Error::failure(format!(
            "line {line}: COPY … FROM stdin takes its rows from psql, not from a migration"
        ))
        .hint("write the rows as INSERT statements"));
    }
    Ok(Some(Statement::new(script.get(start..end).unwrap_or_default(), line)))
}

fn backslash(script: &str, start: usize, line: usize) -> Error {
    let rest = script.get(start..).unwrap_or_default();
    let command: String = rest.chars().take_while(|letter| !letter.is_whitespace()).take(20).collect();
    Error::failure(format!("line {line}: `{command}` is a command of psql, not SQL"))
        .hint("take the line out; only SQL can be in a migration")
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

    fn texts(script: &str) -> Vec<(usize, String)> {
        split(script).unwrap().into_iter().map(|own| (own.line, own.text)).collect()
    }

    #[test]
    fn scripts_are_cut_at_semicolons_that_end_statements() {
        for (script, expected) in [
            ("SELECT 1;\n\nSELECT 2", vec![(1, "SELECT 1"), (3, "SELECT 2")]),
            ("-- a;\n;;SELECT ';' ;", vec![(2, "SELECT ';'")]),
            ("/* a /* ; */ ; */ SELECT 1;", vec![(1, "SELECT 1")]),
            ("DO $$ BEGIN a; END $$; SELECT 2", vec![(1, "DO $$ BEGIN a; END $$"), (1, "SELECT 2")]),
            ("SELECT $a$ ; $$ ; $a$; SELECT $1", vec![(1, "SELECT $a$ ; $$ ; $a$"), (1, "SELECT $1")]),
            (r"SELECT E'\';'; SELECT '\'; SELECT 3", vec![(1, r"SELECT E'\';'"), (1, r"SELECT '\'"), (1, "SELECT 3")]),
            (
                "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3",
                vec![(1, "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)"), (1, "SELECT 3")],
            ),
            (
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; SELECT 2; END; SELECT 3",
                vec![
                    (1, "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; SELECT 2; END"),
                    (1, "SELECT 3"),
                ],
            ),
            ("BEGIN; COMMIT;", vec![(1, "BEGIN"), (1, "COMMIT")]),
            ("SELECT a$b$, U&\"d;\" ; SELECT \"a;b\"", vec![(1, "SELECT a$b$, U&\"d;\""), (1, "SELECT \"a;b\"")]),
            ("", vec![]),
        ] {
            let expected: Vec<(usize, String)> =
                expected.into_iter().map(|(line, text)| (line, text.to_owned())).collect();
            assert_eq!(texts(script), expected, "{script}");
        }
    }

    #[test]
    fn what_cannot_be_run_is_refused_with_its_line() {
        for (script, message) in [
            ("SELECT 1;\nSELECT 'a", "line 2: the string that begins here is not closed"),
            ("\n$x$ a", "line 2: the body in dollar quotes that begins here is not closed"),
            ("/* /* */", "line 1: the comment that begins here is not closed"),
            ("SELECT \"a", "line 1: the quoted name that begins here is not closed"),
            ("SELECT 1;\n\\d users\n", "line 2: `\\d` is a command of psql, not SQL"),
            ("COPY t (a) FROM stdin;\n1\n", "line 1: COPY … FROM stdin takes its rows from psql, not from a migration"),
        ] {
            assert_eq!(split(script).unwrap_err().to_string(), message);
        }
    }
}
