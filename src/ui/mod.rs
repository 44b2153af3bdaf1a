//! Every byte that reaches the terminal: styles, tables, progress, JSON.

mod prompt;
mod report;
mod stream;
mod style;
mod table;
mod terminal;
#[cfg(test)]
mod tests;
mod text;
#[allow(clippy::module_inception)]
mod ui;
mod work;

pub use prompt::Item;
pub use report::JSON_VERSION;
pub use stream::Captured;
pub use style::Style;
pub use table::Table;
pub use terminal::Terminal;
pub use text::Text;
pub use ui::{Colour, Ui, Verbosity};
pub use work::Work;

pub(crate) use prompt::Typed;
pub(crate) use ui::DataOfCalled;

use prompt::Prompts;
use stream::Stream;
