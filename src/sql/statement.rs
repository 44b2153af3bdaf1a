use super::lexer::{Token, stream};
use super::mysql_lexer::MysqlTokens;
use super::mysql_mode::MysqlMode;

/// One statement of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its text from the first word to the last, without the closing semicolon; comments inside stay.
    pub text: String,
    /// The line of the script that its first word stands on, counted from 1.
    pub line: usize,
    /// How its text is cut into tokens.
    pub tongue: Tongue,
}

/// How a text is cut into tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tongue {
    /// As SQLite and PostgreSQL do it.
    #[default]
    Common,
    /// As MySQL does in this mode.
    Mysql(MysqlMode),
}

impl Statement {
    /// A statement in the common tongue.
    pub fn new(text: impl Into<String>, line: usize) -> Self {
        Self { text: text.into(), line, tongue: Tongue::Common }
    }

    /// Its tokens without comments and white space.
    pub fn words(&self) -> Vec<Token<'_>> {
        self.tongue.words(&self.text)
    }

    /// Its tokens one after the other.
    pub fn stream(&self) -> impl Iterator<Item = Token<'_>> {
        self.tongue.stream(&self.text)
    }
}

impl Tongue {
    /// The tokens of a text without comments and white space.
    pub fn words(self, text: &str) -> Vec<Token<'_>> {
        self.stream(text).filter(|token| !token.is_blank()).collect()
    }

    /// The tokens of a text one after the other.
    pub fn stream(self, text: &str) -> impl Iterator<Item = Token<'_>> {
        let (common, mysql) = match self {
            Self::Common => (Some(stream(text)), None),
            Self::Mysql(mode) => (None, Some(MysqlTokens::of(text, mode))),
        };
        common.into_iter().flatten().chain(mysql.into_iter().flatten())
    }
}
