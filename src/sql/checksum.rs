use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::statement::Statement;

/// How many bytes are hashed at a time.
const BLOCK: usize = 4096;

/// The SHA-256 of the statements in hexadecimal. Comments, white space and the kind of line ends do not count;
/// where one statement ends and the next begins does.
pub fn checksum<'a>(statements: impl IntoIterator<Item = &'a Statement>) -> String {
    let mut hash = Sha256::new();
    // Words are short: what is hashed is put together first.
    let mut block = Vec::with_capacity(2 * BLOCK);
    for statement in statements {
        for token in statement.stream().filter(|token| !token.is_blank()) {
            // A line end inside a string is data, but git may turn it into CRLF on one machine and not on another.
            if token.text.contains('\r') {
                add(token.text.replace("\r\n", "\n").as_bytes(), &mut block);
            } else {
                add(token.text.as_bytes(), &mut block);
            }
            if block.len() >= BLOCK {
                hash.update(&block);
                block.clear();
            }
        }
        // No token is that long: the mark cannot be mistaken for one.
        block.extend_from_slice(&u64::MAX.to_le_bytes());
    }
    hash.update(&block);
    hash.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn add(text: &[u8], block: &mut Vec<u8>) {
    block.extend_from_slice(&(text.len() as u64).to_le_bytes());
    block.extend_from_slice(text);
}

#[cfg(test)]
mod tests {
    use super::{Statement, checksum};

    fn of(statements: &[&str]) -> String {
        let statements: Vec<Statement> = statements.iter().map(|text| Statement::new(*text, 1)).collect();
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
