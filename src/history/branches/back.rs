use super::branches::Branches;
use crate::database::Session;
use crate::error::Result;
use crate::history::replay::replay_list;
use crate::history::verification::{Way, run};
use crate::history::{Migration, Version};
use crate::interruption;

/// That a branch, which can be undone by itself, cannot be undone where others ran before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stuck {
    /// The name of the migration.
    pub migration: String,
    /// Where it fails, and what the database says.
    pub says: String,
}

impl Branches<'_> {
    /// Undoes the branches on an empty database in which all of them have run, and gives what holds them up, if that is
    /// that they met. Each was written, and tried, where nothing of the others was there.
    ///
    /// # Errors
    /// When there is no scratch database, or the process is asked to end.
    pub fn stuck(&self, scratch: &mut dyn FnMut() -> Result<Box<dyn Session>>) -> Result<Option<Stuck>> {
        let (common, own) = self.apart();
        let all: Vec<&Migration> = self.migrations.clone();
        let Some((failed, says)) = undone(&all, &own, scratch)? else { return Ok(None) };
        // By itself, with what leads to its head and nothing else.
        let mine: Vec<&Version> = self.lineage(&failed.version);
        let back: Vec<&Migration> = own.into_iter().filter(|one| mine.contains(&&one.version)).collect();
        let there: Vec<&Migration> = common.into_iter().chain(back.iter().copied()).collect();
        let by_itself = undone(&there, &back, scratch)?;
        let is_own = by_itself.is_some_and(|(other, _)| other.version == failed.version);
        Ok((!is_own).then(|| Stuck { migration: failed.name.clone(), says }))
    }
}

/// Runs the migrations, and takes some of them back, last first: the first that fails, and why. What is not meant to be
/// undone ends it.
fn undone<'a>(
    there: &[&'a Migration],
    back: &[&'a Migration],
    scratch: &mut dyn FnMut() -> Result<Box<dyn Session>>,
) -> Result<Option<(&'a Migration, String)>> {
    let mut session = scratch()?;
    let ran = replay_list(there.iter().copied(), session.as_mut(), &mut |_| (), &Migration::plain_up);
    interruption::check()?;
    if ran.is_err() {
        return Ok(None);
    }
    for migration in back.iter().rev() {
        let Ok(down) = migration.way_back() else { return Ok(None) };
        if let Err(failure) = run(session.as_mut(), migration, down, Way::Back)? {
            return Ok(Some((migration, failure.says)));
        }
    }
    Ok(None)
}
