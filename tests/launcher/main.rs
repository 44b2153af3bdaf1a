//! The launcher `manage`, beside small projects of its own.
#![cfg(unix)]

mod builds;
mod places;
mod project;
mod speed;
