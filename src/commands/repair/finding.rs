use crate::database::{Direction, Examined, MigrationState, Remedy, State, Unread, quoted};
use crate::history::Migration;
use crate::ui::{Style, Text};

/// Something that does not fit, and what can be done about it.
pub(super) struct Finding {
    /// The migration; none where it is the journal as a whole.
    pub(super) state: Option<MigrationState>,
    /// Which kind of thing it is, as data says it.
    pub(super) problem: &'static str,
    /// What is wrong, in words.
    pub(super) says: String,
    /// What can be done, likeliest first.
    pub(super) ways: Vec<Way>,
}

/// One thing that can be done.
pub(super) struct Way {
    /// None where it is the journal as a whole.
    pub(super) remedy: Option<Remedy>,
    pub(super) flag: String,
    pub(super) reason: String,
}

impl Finding {
    /// What is wrong with what.
    pub(super) fn line(&self) -> Text {
        Text::new().styled(Style::Name, self.name()).plain(format!(": {}", self.says))
    }

    /// The same without styles.
    pub(super) fn words(&self) -> String {
        format!("{}: {}", self.name(), self.says)
    }

    fn name(&self) -> &str {
        self.state.as_ref().map_or("the journal", |state| state.name.as_str())
    }
}

/// Everything that does not fit, in the order in which migrations run.
pub(super) fn findings(examined: &Examined, migrations: &[Migration]) -> Vec<Finding> {
    let journal = examined.broken.as_ref().map(|broken| Finding {
        state: None,
        problem: "journal",
        says: format!("it cannot be read, since {broken}"),
        ways: vec![Way {
            remedy: None,
            flag: "--adopt".to_owned(),
            reason: "make it anew, from what the files say of what is applied; what it holds is lost".to_owned(),
        }],
    });
    let finding = |state: &MigrationState| {
        let remedies = examined.remedies(state, migrations);
        let ways = remedies.into_iter().map(|remedy| way(state, remedy)).collect::<Vec<_>>();
        let (problem, says) = problem(state)?;
        Some(Finding { state: Some(state.clone()), problem, says, ways })
    };
    journal.into_iter().chain(examined.states.iter().filter_map(finding)).collect()
}

/// What is wrong with it: as data says it, and in words.
fn problem(state: &MigrationState) -> Option<(&'static str, String)> {
    let gone = if state.has_directory { "" } else { ", and there is no such directory" };
    match (state.state, &state.unread) {
        (State::Edited, _) => Some(("edited", "changed after it was applied".to_owned())),
        (State::HalfDone, _) => {
            let entry = state.entry.as_ref()?;
            let what = if entry.direction == Direction::Down { "taking it back stopped" } else { "stopped" };
            Some(("half_done", format!("{what} after {} of {} statements{gone}", entry.done, entry.total)))
        }
        (State::Missing, _) if state.is_stranger() => None,
        (State::Missing, _) => Some(("missing", "applied, but there is no such directory".to_owned())),
        (State::Pending, Some(Unread::Damaged(column))) => {
            Some(("damaged", format!("the journal's row is damaged ({column}): it may have been begun")))
        }
        (_, Some(Unread::Damaged(column))) => Some(("damaged", format!("the journal's row is damaged ({column})"))),
        _ => None,
    }
}

fn way(state: &MigrationState, remedy: Remedy) -> Way {
    let name = quoted(&state.name);
    let back = state.half_way() == Some(Direction::Down);
    let flag = match &remedy {
        Remedy::Accept => format!("--accept {name}"),
        Remedy::Done => format!("--done {name}"),
        Remedy::Undone => format!("--undone {name}"),
        Remedy::Prune => format!("--prune {name}"),
        Remedy::Rename(version) => format!("--rename {name}:{version}"),
        Remedy::Adopt => "--adopt".to_owned(),
    };
    let reason = match &remedy {
        Remedy::Accept => "it is right as it is now: the journal takes its checksum".to_owned(),
        Remedy::Done if back => "it is taken back: it goes from the ledger".to_owned(),
        Remedy::Done => "it is done: it goes into the ledger".to_owned(),
        Remedy::Undone if back => "it is applied still: the journal forgets that taking it back was begun".to_owned(),
        Remedy::Undone => "it is not done: the journal forgets that it was begun".to_owned(),
        Remedy::Prune => "it goes from the ledger; what it did stays in the database".to_owned(),
        Remedy::Rename(version) => format!("its directory has the version {version} now"),
        Remedy::Adopt => "the journal takes what its files say".to_owned(),
    };
    Way { remedy: Some(remedy), flag, reason }
}

/// What was done, in words before and after the name.
pub(super) fn done(remedy: &Remedy, back: bool) -> (&'static str, &'static str) {
    match remedy {
        Remedy::Accept => ("accepted", "as it is now"),
        Remedy::Done if back => ("forgot", "which is taken back"),
        Remedy::Done => ("wrote down", "as applied"),
        Remedy::Undone if back => ("kept", "as applied"),
        Remedy::Undone => ("forgot that it was begun:", ""),
        Remedy::Prune => ("pruned", "from the ledger"),
        Remedy::Rename(_) => ("gave", "the version"),
        Remedy::Adopt => ("adopted", "into the journal"),
    }
}
