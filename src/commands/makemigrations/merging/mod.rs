//! Migrations that join branches.

mod choice;
mod joined;
#[allow(clippy::module_inception)]
mod merging;
mod objects;
mod report;

pub(in crate::commands) use merging::Merging;
