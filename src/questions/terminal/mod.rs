//! Questions answered by whoever sits at the terminal.

mod pick;
#[allow(clippy::module_inception)]
mod terminal;

pub use terminal::Terminal;
