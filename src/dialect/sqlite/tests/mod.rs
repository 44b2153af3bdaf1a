//! Rendered changes on real databases.

mod bench;
mod edit;
mod failure;
mod random;
mod situations;
mod text;
