use std::path::{Path, PathBuf};

use crate::dialect::Dialect;
use crate::error::{Error, Result};
use crate::sql::{Statement, TokenKind, tokens};

/// An SQL file, cut into statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// The file.
    pub path: PathBuf,
    /// The environment that it is a variant for (`up.production.sql`); `None` for the plain file.
    pub variant: Option<String>,
    /// Its text, byte-order mark taken off.
    pub text: String,
    /// Its statements. A file that cannot be cut (a quote is not closed) is one statement: the database will say
    /// what it thinks of it, as it does under Diesel.
    pub statements: Vec<Statement>,
}

impl Script {
    /// Reads the file. What is odd about it, but no error, is added to the warnings.
    ///
    /// # Errors
    /// When it cannot be read or is not UTF-8.
    pub(super) fn read(
        path: PathBuf,
        variant: Option<String>,
        dialect: &dyn Dialect,
        warnings: &mut Vec<String>,
    ) -> Result<Self> {
        let bytes = std::fs::read(&path).map_err(|error| unreadable(&path, error))?;
        let mut text = String::from_utf8(bytes).map_err(|error| not_utf8(&path, error.as_bytes()))?;
        if text.starts_with('\u{feff}') {
            text.remove(0);
            warnings.push(format!(
                "{} begins with a byte-order mark, which `diesel` would send to the database: save it without",
                path.display()
            ));
        }
        let statements = dialect.split(&text).unwrap_or_else(|error| {
            warnings.push(format!("{} cannot be cut into statements: {error}", path.display()));
            whole(&text)
        });
        Ok(Self { path, variant, text, statements })
    }

    /// The words after `-- manage:`, each with the line that it stands on, counted from 1.
    pub fn instructions(&self) -> Vec<(usize, &str)> {
        const MARK: &str = "manage:";
        // Nearly no file has one, and looking for it costs far less than cutting the text into tokens.
        if !self.text.contains(MARK) {
            return Vec::new();
        }
        let mut line = 1;
        let mut found = Vec::new();
        for token in tokens(&self.text) {
            let comment = token.text.strip_prefix("--").filter(|_| token.kind == TokenKind::Comment);
            if let Some(word) = comment.and_then(|comment| comment.trim().strip_prefix(MARK)) {
                found.push((line, word.trim()));
            }
            line += token.text.matches('\n').count();
        }
        found
    }

    /// Whether it says `-- manage: irreversible`.
    pub fn is_irreversible(&self) -> bool {
        self.instructions().iter().any(|(_, word)| *word == "irreversible")
    }

    /// Whether `-- manage: safe` stands between the statement and the one before it.
    pub fn is_marked_safe(&self, statement: &Statement) -> bool {
        let before = self.statements.iter().map(|other| other.line).filter(|line| *line < statement.line).max();
        self.instructions().iter().any(|(line, word)| {
            *word == "safe" && *line <= statement.line && before.is_none_or(|before| *line >= before)
        })
    }
}

/// The text as one statement; none if it holds nothing but comments.
fn whole(text: &str) -> Vec<Statement> {
    let Some(first) = tokens(text).into_iter().find(|token| !token.is_blank()) else { return Vec::new() };
    let line = text[..first.start].matches('\n').count() + 1;
    vec![Statement::new(text[first.start..].trim_end(), line)]
}

/// An error that says that the file cannot be read.
pub(super) fn unreadable(path: &Path, error: std::io::Error) -> Error {
    let message = format!("cannot read {}", path.display());
    let hint = match error.kind() {
        std::io::ErrorKind::NotFound => "it is a symbolic link to nothing: correct or remove it",
        std::io::ErrorKind::IsADirectory => "it must be a file",
        std::io::ErrorKind::PermissionDenied => "give yourself the permission to read it",
        _ => return Error::failure(message).because(error),
    };
    Error::failure(message).because(error).hint(hint)
}

fn not_utf8(path: &Path, bytes: &[u8]) -> Error {
    let good = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let line = bytes.iter().take(good).filter(|byte| **byte == b'\n').count() + 1;
    let bad = bytes.get(good).copied().unwrap_or_default();
    let encoding =
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) { "UTF-16" } else { "not UTF-8" };
    Error::failure(format!("{}:{line}: the file is {encoding} (byte {good} is 0x{bad:02x})", path.display()))
        .hint("save it as UTF-8 without a byte-order mark; diesel does not read it either")
}
