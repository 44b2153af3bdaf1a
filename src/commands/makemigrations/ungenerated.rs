use super::asking::Asking;
use super::found::Found;
use super::goal::Goal;
use crate::autodetect::{Unspoken, summary};
use crate::cli::Context;
use crate::error::Result;
use crate::history::{History, State};
use crate::questions::{AnswerFlags, Beforehand, Given};
use crate::settings::Database;

/// What `makemigrations` would write for a database, or ask.
pub(in crate::commands) struct Ungenerated {
    /// The changes, in words.
    pub(in crate::commands) changes: Vec<String>,
    /// The questions, in words.
    pub(in crate::commands) questions: Vec<String>,
    /// What was seen on the way.
    pub(in crate::commands) notes: Vec<String>,
    /// Whether a scratch database was asked for words of the models.
    pub(in crate::commands) has_asked: bool,
}

impl Ungenerated {
    /// Compares the models with what the migrations lead to. Nothing is written, and nobody is asked.
    pub(in crate::commands) fn of(
        context: &mut Context,
        database: &Database,
        history: History,
        state: State,
    ) -> Result<Self> {
        let settings = context.settings()?;
        let goal = Goal::read(database, settings.as_ref(), &state.beside.part_of(&state.schema))?;
        let found = Found::with(context, database, history, state)?;
        found.warn_without_models(context)?;
        let unspoken = Unspoken::of(&goal.wanted);
        let nothing = Beforehand::new(Given::parse(&AnswerFlags::default())?, None);
        let mut asking = Asking::new(nothing, false, false);
        let found = asking.detect(context, found, goal)?;
        if asking.open.is_empty() {
            unspoken.check(&found.changes)?;
        }
        Ok(Self {
            changes: found.changes.iter().map(summary).collect(),
            questions: asking.open.iter().map(|open| open.question.to_string()).collect(),
            notes: found.notes.iter().map(ToString::to_string).collect(),
            has_asked: found.has_asked,
        })
    }
}
