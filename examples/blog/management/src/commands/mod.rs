//! The project's own commands, one file each.

mod seed;

use diesel_manage::Command;

/// All of them, in the order of `manage help`.
pub fn all() -> Vec<Box<dyn Command>> {
    vec![
        // `manage startcommand NAME` adds them here.
        diesel_manage::command::<seed::Seed>(),
    ]
}
