use crate::database::{Examined, MigrationState, Remedy, Repair, State, Unread};
use crate::error::{Error, Result};
use crate::history::{Migration, Version};

/// What the flags say that is to be done. A migration is named by its directory, its version, or the beginning of
/// either.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "What is right")]
pub(super) struct Asked {
    /// It was changed after it was applied, and is right as it is now; `all`: each of those
    #[arg(long, value_name = "MIGRATION")]
    accept: Vec<String>,

    /// It stopped half way, and is done: finished by hand, or taken back
    #[arg(long, value_name = "MIGRATION")]
    done: Vec<String>,

    /// It stopped half way, and counts as never begun
    #[arg(long, visible_alias = "retry", value_name = "MIGRATION")]
    undone: Vec<String>,

    /// Its directory is gone for good: it goes from the ledger, and what it did stays; `all`: each that the journal
    /// knows
    #[arg(long, value_name = "MIGRATION")]
    prune: Vec<String>,

    /// Its directory has another version now
    #[arg(long, value_name = "OLD:NEW")]
    rename: Vec<String>,

    /// The journal takes what the files say of migrations that another program applied, or of which it is damaged
    #[arg(long)]
    pub(super) adopt: bool,
}

/// Stands for all that a flag could mean.
const ALL: &str = "all";

impl Asked {
    /// Whether any flag says anything.
    pub(super) fn is_given(&self) -> bool {
        let lists = [&self.accept, &self.done, &self.undone, &self.prune, &self.rename];
        self.adopt || lists.into_iter().any(|list| !list.is_empty())
    }

    /// What is to be done. A flag that nothing comes of is an error: a typo must not pass.
    pub(super) fn repairs(&self, examined: &Examined, migrations: &[Migration]) -> Result<Vec<Repair>> {
        let states = &examined.states;
        let mut repairs: Vec<Repair> = Vec::new();
        for (flag, list, remedy) in [
            ("--accept", &self.accept, Remedy::Accept),
            ("--done", &self.done, Remedy::Done),
            ("--undone", &self.undone, Remedy::Undone),
            ("--prune", &self.prune, Remedy::Prune),
        ] {
            for text in list {
                for state in meant(flag, text, states, &remedy)? {
                    add(&mut repairs, state, remedy.clone())?;
                }
            }
        }
        for text in &self.rename {
            let (old, new) = renamed(text, states)?;
            add(&mut repairs, old, Remedy::Rename(new))?;
        }
        if self.adopt {
            let unknown = states.iter().filter(|state| {
                let damaged = matches!(state.unread, Some(Unread::Damaged(_))) && state.is_applied();
                examined.is_unknown_to_journal(state) || damaged
            });
            let files = |state: &&MigrationState| migrations.iter().any(|own| own.version == state.version);
            let unknown: Vec<&MigrationState> = unknown.filter(files).collect();
            for state in unknown {
                if !repairs.iter().any(|repair| repair.state == *state) {
                    add(&mut repairs, state, Remedy::Adopt)?;
                }
            }
        }
        Ok(repairs)
    }
}

fn add(repairs: &mut Vec<Repair>, state: &MigrationState, remedy: Remedy) -> Result<()> {
    match repairs.iter().find(|repair| repair.state == *state) {
        Some(repair) if repair.remedy == remedy => Ok(()),
        Some(_) => {
            Err(Error::usage(format!("two flags say what is to be done with {}", state.name)).hint("give one of them"))
        }
        None => {
            repairs.push(Repair { state: state.clone(), remedy });
            Ok(())
        }
    }
}

/// The migrations that the text means, each of which must be one that this can be done with.
fn meant<'a>(flag: &str, text: &str, states: &'a [MigrationState], remedy: &Remedy) -> Result<Vec<&'a MigrationState>> {
    if text == ALL && matches!(remedy, Remedy::Accept | Remedy::Prune) {
        let fit = |state: &&MigrationState| !state.is_stranger() && refusal(state, remedy).is_none();
        let all: Vec<&MigrationState> = states.iter().filter(fit).collect();
        let what = if *remedy == Remedy::Accept { "was changed after it was applied" } else { "is missing" };
        return match all.len() {
            0 => Err(Error::usage(format!("`{flag} {text}`: no migration {what}")).hint(LIST)),
            _ => Ok(all),
        };
    }
    let state = find(text, states)?;
    match refusal(state, remedy) {
        None => Ok(vec![state]),
        Some((says, hint)) => Err(Error::usage(format!("`{flag} {text}`: {} {says}", state.name)).hint(hint)),
    }
}

const LIST: &str = "`manage repair --plan` lists what can be done";

/// Why this cannot be done with it, and what helps.
fn refusal(state: &MigrationState, remedy: &Remedy) -> Option<(&'static str, &'static str)> {
    let begun = state.state == State::HalfDone
        || (state.state == State::Pending && matches!(state.unread, Some(Unread::Damaged(_))));
    match remedy {
        Remedy::Accept if state.state != State::Edited => Some(("was not changed since it was applied", LIST)),
        Remedy::Done | Remedy::Undone if !begun => Some(("did not stop half way", LIST)),
        Remedy::Prune | Remedy::Rename(_) if state.state == State::HalfDone => {
            Some(("stopped half way", "say `--done` or `--undone` first"))
        }
        Remedy::Prune if state.state != State::Missing && state.is_applied() => {
            Some(("has its directory", "`manage downgrade` takes a migration back"))
        }
        Remedy::Prune | Remedy::Rename(_) if state.state != State::Missing => Some(("is not in the ledger", LIST)),
        _ => None,
    }
}

/// `OLD:NEW`: one that is missing, and one that is not applied.
fn renamed<'a>(text: &str, states: &'a [MigrationState]) -> Result<(&'a MigrationState, Version)> {
    // Names may hold colons of their own.
    let cut = || text.match_indices(':').filter_map(|(place, _)| Some((text.get(..place)?, text.get(place + 1..)?)));
    let both = cut().find(|(old, new)| find(old, states).is_ok() && find(new, states).is_ok());
    let Some((old, new)) = both.or_else(|| cut().next()) else {
        return Err(Error::usage(format!("`--rename {text}` names one migration: `--rename OLD:NEW`")).hint(LIST));
    };
    let remedy = Remedy::Rename(Version::new(new));
    let old = meant("--rename", old, states, &remedy)?;
    let new = find(new, states)?;
    match old.as_slice() {
        [old] if new.state == State::Pending => Ok((old, new.version.clone())),
        _ => Err(Error::usage(format!("`--rename {text}`: {} is not pending", new.name))
            .hint("the new name is that of a directory which is not applied yet")),
    }
}

/// The one migration that the text means: by its name, its version, the beginning of either, or what it is called after
/// its version.
fn find<'a>(text: &str, states: &'a [MigrationState]) -> Result<&'a MigrationState> {
    let version = Version::new(text);
    let whole = |state: &&MigrationState| state.name == text || state.version.as_str() == text;
    if let Some(state) = states.iter().find(whole).or_else(|| states.iter().find(|state| state.version == version)) {
        return Ok(state);
    }
    let begins =
        |state: &&MigrationState| state.name.starts_with(text) || state.version.as_str().starts_with(version.as_str());
    let called = |state: &&MigrationState| state.name.split_once('_').is_some_and(|(_, slug)| slug == text);
    let by_name: Vec<&MigrationState> = states.iter().filter(called).collect();
    let by_beginning: Vec<&MigrationState> =
        states.iter().filter(begins).filter(|_| !version.as_str().is_empty()).collect();
    for found in [by_beginning, by_name] {
        match found.as_slice() {
            [] => {}
            [state] => return Ok(state),
            several => {
                let names: Vec<&str> = several.iter().take(5).map(|state| state.name.as_str()).collect();
                return Err(Error::usage(format!(
                    "`{text}` could be {} migrations: {}",
                    several.len(),
                    names.join(", ")
                ))
                .hint("give more of the name, or the whole version"));
            }
        }
    }
    Err(Error::usage(format!("there is no migration `{text}`")).hint("`manage showmigrations` lists them"))
}
