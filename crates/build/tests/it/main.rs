//! Projects whose `build.rs` calls the build step, under the real cargo.

mod many_tables;
mod project;
mod rebuild;
