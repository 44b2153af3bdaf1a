//! Every byte that reaches the terminal: styles, tables, JSON.

mod prompt;
mod stream;
mod style;
mod table;
#[cfg(test)]
mod tests;
mod text;
#[allow(clippy::module_inception)]
mod ui;

pub use prompt::Item;
pub use stream::Captured;
pub use style::Style;
pub use table::Table;
pub use text::Text;
pub use ui::{Colour, JSON_VERSION, Ui, Verbosity};

pub(crate) use prompt::Typed;
pub(crate) use ui::DataOfCalled;

use prompt::Prompts;
use stream::Stream;
