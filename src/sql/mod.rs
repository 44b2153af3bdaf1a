//! SQL as text: tokens, names, statements. Everything that has to look inside SQL looks through this module.

mod canonical;
mod keyword;
mod lexer;
mod name;
mod statement;

pub use canonical::{canonical, is_whole, mentions, rename_identifier};
pub use lexer::{Token, TokenKind, tokens};
pub use name::{quote, split_name};
pub use statement::Statement;
