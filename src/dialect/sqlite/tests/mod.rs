//! Rendered changes on real databases.

mod bench;
mod edit;
mod failure;
mod situations;
mod text;
