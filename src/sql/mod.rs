//! SQL as text: tokens, names, statements. Everything that has to look inside SQL looks through this module.

mod canonical;
#[cfg(feature = "cli")]
mod checksum;
mod keyword;
mod lexer;
mod name;
mod statement;

pub use canonical::{canonical, is_whole, mentions, rename_identifier};
#[cfg(feature = "cli")]
pub use checksum::checksum;
pub use lexer::{Token, TokenKind, tokens};
pub use name::{quote, split_name};
pub use statement::Statement;
