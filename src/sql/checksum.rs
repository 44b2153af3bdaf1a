use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::lexer::lex;
use super::statement::Statement;

/// The SHA-256 of the statements in hexadecimal. Comments, white space and the kind of line ends do not count;
/// where one statement ends and the next begins does.
pub fn checksum<'a>(statements: impl IntoIterator<Item = &'a Statement>) -> String {
    let mut hash = Sha256::new();
    let mut bytes = Vec::new();
    for statement in statements {
        bytes.clear();
        for token in lex(&statement.text).filter(|token| !token.is_blank()) {
            // A line end inside a string is data, but git may turn it into CRLF on one machine and not on another.
            let crlf = token.text.contains('\r').then(|| token.text.replace("\r\n", "\n"));
            let text = crlf.as_deref().unwrap_or(token.text);
            bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
            bytes.extend_from_slice(text.as_bytes());
        }
        // No token is that long: the mark cannot be mistaken for one.
        bytes.extend_from_slice(&u64::MAX.to_le_bytes());
        hash.update(&bytes);
    }
    hash.finalize().iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::{Statement, checksum};

    fn of(statements: &[&str]) -> String {
        let statements: Vec<Statement> =
            statements.iter().map(|text| Statement { text: (*text).to_owned(), line: 1 }).collect();
        checksum(&statements)
    }

    #[test]
    fn comments_white_space_and_line_ends_do_not_count() {
        let one = of(&["CREATE TABLE t (a TEXT DEFAULT 'x\ny')", "DROP TABLE u"]);
        assert_eq!(
            one,
            of(&["CREATE  TABLE t -- why\r\n (a/* b */TEXT\tDEFAULT 'x\r\ny' )", "\nDROP TABLE u -- gone"])
        );
        assert_eq!(one.len(), 64);
    }

    #[test]
    fn everything_else_counts() {
        let forms: [&[&str]; 9] =
            [&[], &[""], &["a b"], &["ab"], &["a", "b"], &["b", "a"], &["A b"], &["'a b'"], &["'a  b'"]];
        for (place, one) in forms.iter().enumerate() {
            for other in &forms[place + 1..] {
                assert_ne!(of(one), of(other), "{one:?} and {other:?}");
            }
        }
    }

    #[test]
    fn the_value_stays_what_it_is() {
        // Journals and schema.json hold these: a change would call every applied migration edited.
        assert_eq!(of(&["SELECT 1"]), "3afc871f0e45603fbe63ea4affcfe97458f48d8c0107f55ed9c2e790a1745990");
    }
}
