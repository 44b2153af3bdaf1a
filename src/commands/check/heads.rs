use super::finding::{Area, Finding, Findings};
use crate::cli::Context;
use crate::commands::meeting::meeting;
use crate::error::Result;
use crate::history::History;
use crate::settings::Database;

/// Branches that have not met, and on what they collide; where every order comes to the same, nothing has to be done
/// about them. Whether what the migrations lead to is worth knowing.
///
/// # Errors
/// When the process is asked to end.
pub(super) fn look(context: &Context, database: &Database, history: &History, found: &mut Findings) -> Result<bool> {
    let Some(meeting) = meeting(context, database, history)? else { return Ok(true) };
    for collision in &meeting.collisions {
        let says = format!("branches collide: {collision}");
        found.push(Finding::new(Area::Heads, says).help("`manage merge` joins them"));
    }
    if let Some(error) = &meeting.untried {
        found.notes.push(format!("branches that touch nothing in common were not tried in all orders: {error}"));
    }
    found.needs_repair |= !meeting.collisions.is_empty();
    Ok(meeting.collisions.is_empty())
}
