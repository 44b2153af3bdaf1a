//! Questions in the terminal: lists to choose from, lines to type, yes or no.

mod ask;
mod confirm;
mod editor;
mod input;
mod item;
#[cfg_attr(not(unix), path = "keyboard_elsewhere.rs")]
mod keyboard;
mod left;
mod line;
mod lines;
mod menu;
mod prompts;
mod screen;
mod select;
#[cfg(unix)]
mod signals;
#[cfg(test)]
mod tests;
mod typed;

pub use item::Item;

pub(super) use prompts::Prompts;
pub(crate) use typed::Typed;
