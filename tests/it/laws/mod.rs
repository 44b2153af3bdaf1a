//! The laws of the design, with generated schemas, on all three databases: what is rendered and run is what was wanted; a
//! second look finds nothing; what is undone is as it was; and rows stay, with what they hold.
//!
//! `MANAGE_TEST_ROUNDS` says how many pairs of schemas are tried, `SEED` which.

mod build;
mod family;
mod ground;
mod index;
mod inspected;
mod law;
mod plan;
mod words;

use family::Family;
use ground::Ground;
use words::Words;
