use std::collections::BTreeSet;

use super::deployed::Deployed;
use crate::database::{Back, MigrationState};
use crate::error::{Error, Result};
use crate::history::{Revision, Version, is_no_step, no_step};

/// Where to go forward to, if not everywhere: the migrations that are to be applied then.
pub(super) fn forward(deployed: &Deployed, target: &str, states: &[MigrationState]) -> Result<Option<Vec<Version>>> {
    let applied = applied(states);
    let is = |version: &Version| applied.contains(version);
    let behind = || {
        Error::usage(format!("`{target}` is behind what is applied"))
            .hint(format!("`manage downgrade {target}` goes back"))
    };
    match deployed.revision(target, states)? {
        Revision::Base if !applied.is_empty() => Err(behind()),
        Revision::Base => Err(Error::usage(format!("`{target}` is where the database is: there is nothing to apply"))
            .hint("`manage migrate` without a target applies everything")),
        // The next ones in the order in which they run, whatever branch they are on.
        Revision::At(_) if target.trim().starts_with('+') => {
            let run = deployed.own().to_run(Some(target), &applied)?;
            Ok(Some(run.into_iter().map(|own| own.version.clone()).collect()))
        }
        Revision::At(versions) => {
            let mut above = deployed.own().with_descendants(&versions);
            above.retain(|own| !versions.contains(&own.version));
            if versions.iter().all(is) && above.iter().any(|own| is(&own.version)) {
                return Err(behind());
            }
            // Several are the heads: that is everything.
            Ok(if versions.len() == 1 { Some(versions) } else { None })
        }
    }
}

/// How far to go back.
pub(super) fn back(deployed: &Deployed, target: &str, states: &[MigrationState]) -> Result<Back> {
    let target = target.trim();
    let ahead = || {
        Error::usage(format!("`{target}` is ahead of what is applied"))
            .hint(format!("`manage migrate {target}` goes forward"))
    };
    if is_no_step(target) {
        return Err(no_step(target));
    }
    // Diesel's way to count: the highest versions, whatever branch they are on.
    if let Some(steps) = target.strip_prefix('-').and_then(|steps| steps.parse().ok()) {
        return Ok(Back::Steps(steps));
    }
    if target.strip_prefix('+').is_some_and(|steps| steps.parse::<usize>().is_ok()) {
        return Err(ahead());
    }
    match deployed.revision(target, states)? {
        Revision::Base => Ok(Back::Base),
        Revision::At(versions) => match versions.as_slice() {
            [version] if !applied(states).contains(version) => Err(ahead()),
            [version] => Ok(Back::To(version.clone())),
            _ => Err(Error::usage(format!("`{target}` means several migrations: there is one to go back to"))
                .hint("`-1` undoes the last one, `base` all")),
        },
    }
}

/// What the ledger has.
pub(super) fn applied(states: &[MigrationState]) -> BTreeSet<Version> {
    states.iter().filter(|state| state.is_applied()).map(|state| state.version.clone()).collect()
}

/// A range where there is none.
pub(super) fn refuse_range(target: Option<&str>) -> Result<()> {
    match target {
        Some(range) if range.contains(':') => {
            Err(Error::usage(format!("`{range}` is a range, and there is one place to go to"))
                .hint("`--sql` prints a range as a script; without it, give the place alone"))
        }
        _ => Ok(()),
    }
}
