//! The built-in commands, one file each.

use crate::cli::Command;

/// All of them, in the order of `manage help`.
pub(crate) fn built_in() -> Vec<Box<dyn Command>> {
    Vec::new()
}
