use super::scratch::scratch;
use crate::cli::Context;
use crate::error::Result;
use crate::history::{Branches, History, Meeting};
use crate::settings::Database;

/// What comes of the branches of the history: on what they collide, if they do. `None` where there is one head, or none.
///
/// # Errors
/// When the process is asked to end.
pub(super) fn meeting(context: &Context, database: &Database, history: &History) -> Result<Option<Meeting>> {
    let Some(branches) = Branches::of(history) else { return Ok(None) };
    let _work = context.ui.work(format!("{}: trying branches in all orders", database.alias()), None);
    Meeting::of(&branches, database.driver()?.dialect(), &mut || scratch(database)).map(Some)
}

/// Refuses to go on where branches collide, with all on what they do. Those that commute are as good as one.
///
/// # Errors
/// Of the kind [`History`](crate::error::ErrorKind::History) where they collide.
pub(super) fn refuse_collisions(context: &Context, database: &Database, history: &History) -> Result<()> {
    let Some(meeting) = meeting(context, database, history)? else { return Ok(()) };
    if let Some(error) = meeting.error("manage merge") {
        return Err(error);
    }
    let alias = database.alias();
    if let Some(error) = &meeting.untried {
        context
            .ui
            .warn(format!("{alias}: branches that touch nothing in common were not tried in all orders: {error}"));
    }
    Ok(())
}
