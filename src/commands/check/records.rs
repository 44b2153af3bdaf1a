use super::finding::{Area, Finding, Findings};
use crate::commands::deployed::Deployed;
use crate::database::{Direction, Examined, MigrationState, State, plan_up};
use crate::error::{Error, ErrorKind};

/// What the ledger and the journal of the live database say that does not fit the files.
pub(super) fn look(deployed: &Deployed, examined: &Examined, found: &mut Findings) {
    let states = &examined.states;
    if let Some(broken) = &examined.broken {
        let help = "`manage repair --adopt` makes it anew; what is applied stands in diesel's ledger";
        found.push(
            Finding::new(Area::Records, format!("the journal cannot be read: {broken}")).help(deployed.called(help)),
        );
        found.needs_repair = true;
    }
    let pending = states.iter().filter(|state| state.state == State::Pending);
    found.pending = pending.map(|state| state.name.clone()).collect();
    for state in states.iter().filter(|state| state.state == State::HalfDone && state.has_directory) {
        let Some(entry) = state.entry.as_ref().filter(|entry| entry.direction == Direction::Up) else { continue };
        let says = format!("{} stopped after {} of {} statements", state.name, entry.done, entry.total);
        let finding = Finding::new(Area::Records, says).named(&state.name);
        found.push(finding.help(deployed.called("`manage migrate` goes on with it")));
        found.needs_repair = true;
    }
    let late = deployed.options("manage check").late;
    match plan_up(states, deployed.migrations(), None, late) {
        Ok(plan) => found.notes.extend(plan.warnings),
        Err(error) if error.kind() == ErrorKind::History => {
            refused(deployed, error, found);
            // What is late is judged once all else is in order.
            if let Err(error) = plan_up(&mended(states), deployed.migrations(), None, late)
                && error.kind() == ErrorKind::History
            {
                refused(deployed, error, found);
            }
        }
        Err(error) => found.errors.push(error),
    }
}

/// Tells an error of a plan, and those that were found with it, each once.
fn refused(deployed: &Deployed, error: Error, found: &mut Findings) {
    let error = deployed.about(error);
    found.needs_repair = true;
    for error in std::iter::once(&error).chain(error.others()) {
        let says = error.to_string();
        if found.findings.iter().any(|known| known.says == says) {
            continue;
        }
        let helps = error.hints().to_vec();
        found.push(Finding { helps, ..Finding::new(Area::Records, says) });
    }
}

/// The states as they would be if all that is wrong had been put right.
fn mended(states: &[MigrationState]) -> Vec<MigrationState> {
    let stays = |state: &&MigrationState| state.has_directory || state.is_stranger();
    let mended = |state: &MigrationState| {
        let mut state = MigrationState { unread: None, ..state.clone() };
        if matches!(state.state, State::Edited | State::HalfDone) {
            state.state = if state.is_applied() { State::Applied } else { State::Pending };
            state.entry = None;
        }
        state
    };
    states.iter().filter(stays).map(mended).collect()
}
