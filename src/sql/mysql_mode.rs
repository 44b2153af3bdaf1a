use super::lexer::{Token, TokenKind};
use super::mysql_lexer::{MysqlTokens, is_executable};

/// The part of a session's `sql_mode` that says how MySQL reads a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MysqlMode {
    /// `"…"` is a name.
    pub ansi_quotes: bool,
    /// A backslash is a character like any other.
    pub plain_backslashes: bool,
}

/// Modes of which ANSI_QUOTES is a part.
const ANSI: [&str; 7] = ["ansi_quotes", "ansi", "db2", "maxdb", "mssql", "oracle", "postgresql"];

impl MysqlMode {
    /// Of the value of `sql_mode`.
    pub fn of(sql_mode: &str) -> Self {
        let has = |names: &[&str]| {
            sql_mode.split(',').any(|own| names.iter().any(|name| own.trim().eq_ignore_ascii_case(name)))
        };
        Self { ansi_quotes: has(&ANSI), plain_backslashes: has(&["no_backslash_escapes"]) }
    }

    /// What is in either.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            ansi_quotes: self.ansi_quotes || other.ansi_quotes,
            plain_backslashes: self.plain_backslashes || other.plain_backslashes,
        }
    }

    /// The mode after a statement: `SET sql_mode = …` may change it. What the value is made of is not always known; a
    /// variable is taken for what the session began with.
    #[must_use]
    pub fn after(self, statement: &[Token<'_>]) -> Self {
        if let [only] = statement
            && is_executable(only.text)
        {
            let inner = executable(only.text);
            let words: Vec<Token<'_>> = MysqlTokens::of(inner, self).filter(|token| !token.is_blank()).collect();
            return self.after_words(&words);
        }
        self.after_words(statement)
    }

    fn after_words(self, words: &[Token<'_>]) -> Self {
        if !words.first().is_some_and(|first| first.is_word("set")) {
            return self;
        }
        let mut mode = self;
        for assignment in assignments(words.get(1..).unwrap_or_default()) {
            let sign = assignment.iter().position(|token| token.is_symbol("=") || token.is_symbol(":="));
            let Some((name, value)) = sign.and_then(|sign| assignment.split_at_checked(sign)) else { continue };
            let is_mode = name.last().is_some_and(|last| last.is_word("sql_mode"));
            // `@sql_mode` is a variable of one's own, and GLOBAL is for sessions to come.
            let own = name.iter().filter(|token| token.is_symbol("@")).count() != 1;
            if is_mode && own && !name.iter().any(|token| token.is_word("global")) {
                mode = mode.set(value.get(1..).unwrap_or_default());
            }
        }
        mode
    }

    fn set(self, value: &[Token<'_>]) -> Self {
        let texts = value.iter().filter(|token| token.kind == TokenKind::Text);
        let named = texts.map(|token| Self::of(token.text.trim_matches(['\'', '"']))).fold(Self::default(), Self::or);
        match value {
            [only] if only.kind == TokenKind::Text => named,
            // REPLACE(@@sql_mode, 'ANSI_QUOTES', '')
            [first, ..] if first.is_word("replace") => Self {
                ansi_quotes: self.ansi_quotes && !named.ansi_quotes,
                plain_backslashes: self.plain_backslashes && !named.plain_backslashes,
            },
            // concat(@@sql_mode, ',ANSI_QUOTES')
            all if all.iter().any(|token| token.is_symbol("(")) => self.or(named),
            _ => Self::default(),
        }
    }
}

/// The statement inside a comment that MySQL executes: `/*!40101 SET NAMES utf8 */`; any other text is itself.
pub fn executable(statement: &str) -> &str {
    let text = statement.trim();
    let inner =
        ["/*!", "/*M!"].iter().find_map(|start| text.strip_prefix(start)).and_then(|rest| rest.strip_suffix("*/"));
    inner.map_or(text, |inner| inner.trim_start_matches(|digit: char| digit.is_ascii_digit()).trim())
}

/// What stands between the commas of a SET, those in parentheses aside.
fn assignments<'w, 't>(words: &'w [Token<'t>]) -> impl Iterator<Item = &'w [Token<'t>]> {
    let mut depth = 0_usize;
    words.split(move |token| {
        if token.is_symbol("(") {
            depth += 1;
        } else if token.is_symbol(")") {
            depth = depth.saturating_sub(1);
        }
        depth == 0 && token.is_symbol(",")
    })
}

#[cfg(test)]
mod tests {
    use super::{MysqlMode, MysqlTokens};

    #[test]
    fn a_statement_can_change_how_the_next_is_read() {
        let (ansi, plain) = (MysqlMode::of("ANSI"), MysqlMode::of("no_backslash_escapes"));
        let none = MysqlMode::default();
        for (before, statement, after) in [
            (none, "SET sql_mode = 'ANSI_QUOTES,STRICT_ALL_TABLES'", ansi),
            (none, "set @old = @@sql_mode, session SQL_MODE := \"NO_BACKSLASH_ESCAPES\"", plain),
            (none, "SET @@SESSION.sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES')", ansi),
            (ansi, "SET sql_mode = REPLACE(@@sql_mode, 'ANSI_QUOTES', '')", none),
            (ansi, "SET sql_mode = concat(@@sql_mode, ',NO_BACKSLASH_ESCAPES')", ansi.or(plain)),
            (ansi, "SET sql_mode = @old", none),
            (ansi, "/*!40101 SET SQL_MODE=@OLD_SQL_MODE */", none),
            (ansi, "SET sql_mode = ''", none),
            (ansi, "SET GLOBAL sql_mode = ''", ansi),
            (ansi, "SET @sql_mode = ''", ansi),
            (ansi, "SET NAMES utf8mb4", ansi),
            (ansi, "SELECT 'sql_mode'", ansi),
        ] {
            let words: Vec<_> = MysqlTokens::of(statement, before).filter(|token| !token.is_blank()).collect();
            assert_eq!(before.after(&words), after, "{statement}");
        }
    }
}
