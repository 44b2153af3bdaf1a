//! SQL as text: tokens, names, statements. Everything that has to look inside SQL looks through this module.

mod canonical;
#[cfg(feature = "cli")]
mod checksum;
#[cfg(feature = "cli")]
mod effect;
mod keyword;
mod lexer;
mod mysql_lexer;
mod mysql_mode;
mod name;
#[cfg(feature = "cli")]
mod plain;
mod statement;

pub use canonical::{canonical, is_whole, mentions, rename_identifier};
#[cfg(feature = "cli")]
pub use checksum::checksum;
#[cfg(feature = "cli")]
pub use effect::effects;
pub(crate) use lexer::stream;
pub use lexer::{Token, TokenKind, tokens, words};
pub use mysql_lexer::{MysqlTokens, is_executable};
pub use mysql_mode::{MysqlMode, executable};
pub use name::{quote, split_name};
#[cfg(feature = "cli")]
pub use plain::tells_its_effects;
pub use statement::{Statement, Tongue};
