use serde::Serialize;

use crate::cli::Context;
use crate::commands::meeting::meeting;
use crate::error::{Error, Result};
use crate::history::{Collision, Fault, Finding, History, Meeting};
use crate::settings::Database;

/// Branches that have not met.
#[derive(Serialize)]
pub(super) struct Branches {
    /// The names of the migrations that they end with, oldest version first.
    pub(super) heads: Vec<String>,
    /// Whether every order comes to the same.
    pub(super) commute: bool,
    collisions: Vec<Collision>,
    #[serde(skip)]
    meeting: Meeting,
}

impl Branches {
    /// Those of the history, tried in all orders; `None` where there is one head, or none.
    ///
    /// # Errors
    /// When the process is asked to end.
    pub(super) fn of(context: &Context, database: &Database, history: &History) -> Result<Option<Self>> {
        let Some(meeting) = meeting(context, database, history)? else { return Ok(None) };
        let mut heads = history.heads();
        heads.sort_by(|one, other| one.version.cmp(&other.version));
        Ok(Some(Self {
            heads: heads.into_iter().map(|head| head.name.clone()).collect(),
            commute: meeting.collisions.is_empty() && meeting.untried.is_none(),
            collisions: meeting.collisions.clone(),
            meeting,
        }))
    }

    /// On what they collide.
    pub(super) fn findings(&self) -> impl Iterator<Item = Finding> + '_ {
        self.collisions.iter().map(|collision| Finding {
            version: None,
            migration: None,
            fault: Fault::Branches,
            what: format!("branches collide: {collision}"),
            details: Vec::new(),
        })
    }

    /// What went wrong where the migrations were run in the order of their versions, as what comes of the collisions, if
    /// there are some.
    pub(super) fn behind(&self, error: Error) -> Error {
        match self.meeting.error("manage merge") {
            Some(collision) => collision.because(error),
            None => error,
        }
    }
}
