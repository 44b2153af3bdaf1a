//! `manage repair`.

mod asked;
mod finding;
mod report;

use asked::Asked;
use finding::{Finding, findings};
use report::Report;

use super::deployed::Deployed;
use super::patience::Patience;
use super::progress::{Progress, heading};
use super::ran::DatabaseEntry;
use super::tally::Tally;
use crate::cli::{Arguments, Context, Manual, Outcome};
use crate::database::{Access, Direction, Examined, Options, Remedy, Repair as One};
use crate::error::{Error, ErrorKind, Result};
use crate::interruption::Signal;
use crate::ui::{Style, Text};

/// Put right what the records of a database say
///
/// Ledger and journal alone are changed, in one transaction: no migration is run, and no table of yours is touched.
/// What is found is shown, and asked about on a terminal; elsewhere each flag says what is done with one migration, and
/// what no flag names stays as it is.
#[derive(Debug, clap::Args)]
pub(super) struct Repair {
    /// The database [default: the one that the settings name]
    #[arg(long, value_name = "ALIAS")]
    database: Option<String>,

    #[command(flatten)]
    asked: Asked,

    /// Print what would be done, and do nothing
    #[arg(long, visible_alias = "dry-run")]
    plan: bool,

    #[command(flatten)]
    patience: Patience,
}

impl Arguments for Repair {
    const NAME: &'static str = "repair";

    fn manual() -> Manual {
        Manual::new()
            .group("Running")
            .example("manage repair", "what is wrong, and what is to be done about it?")
            .example("manage repair --plan", "what is wrong, and with which flags it is put right")
            .example(
                "manage repair --accept create_users",
                "its file was changed, and the database needs nothing of it",
            )
            .example("manage repair --undone backfill", "it stopped half way, and is to run from its first statement")
            .example("manage repair --adopt", "the journal takes what the files say of what `diesel` applied")
            .exit_code(3, "something is to be repaired, and nobody said how; nothing is changed")
            .exit_code(4, "another `manage` held the lock for too long")
            .exit_code(5, "a newer `manage` wrote the journal, or the ledger is no ledger of diesel's")
            .see_also("showmigrations")
            .see_also("migrate")
    }

    fn run(self, context: &mut Context) -> Result<Outcome> {
        let database = context.database(self.database.as_deref())?;
        let deployed = Deployed::of(context, &database, Access::ReadOnly)?;
        self.go(context, &deployed).map_err(|error| deployed.about(error))
    }
}

impl Repair {
    fn go(&self, context: &Context, deployed: &Deployed) -> Result<Outcome> {
        let examined = deployed.examined()?;
        let found = findings(&examined, deployed.migrations());
        let mut report = Report::new(deployed, &found);
        let mut chosen = self.asked.repairs(&examined, deployed.migrations())?;
        let mut anew = examined.broken.is_some() && self.asked.adopt;
        if !self.asked.is_given() && !found.is_empty() && !self.plan {
            if !context.questions().can_ask() {
                context.report(&report)?;
                return Err(open(&found));
            }
            context.ui.say(heading("To repair on", deployed).plain(":"));
            (chosen, anew) = ask(context, &examined, &found)?;
        }
        report.choose(&chosen, anew);
        if self.plan {
            report.written = false;
            self.planned(context, deployed, &found, &chosen, anew);
        } else if chosen.is_empty() && !anew {
            report.written = false;
            let nothing = if found.is_empty() { "Nothing to repair on" } else { "Nothing is changed on" };
            self.data(context, heading(nothing, deployed));
            notes(context, &examined, self.asked.adopt);
        } else {
            self.write(context, deployed, &chosen, anew)?;
            left(context, &found, &chosen, anew);
        }
        context.report(&report)?;
        Ok(Outcome::Done)
    }

    fn data(&self, context: &Context, text: Text) {
        if !context.ui.wants_json() {
            context.ui.data(text);
        }
    }

    fn planned(&self, context: &Context, deployed: &Deployed, found: &[Finding], chosen: &[One], anew: bool) {
        if context.ui.wants_json() {
            return;
        }
        if self.asked.is_given() {
            context.ui.data(heading("Would be repaired on", deployed).plain(":"));
            lines(chosen, anew).into_iter().for_each(|line| context.ui.data(line));
            return;
        }
        if found.is_empty() {
            context.ui.data(heading("Nothing to repair on", deployed));
            return;
        }
        context.ui.data(heading("To repair on", deployed).plain(":"));
        for finding in found {
            context.ui.data(Text::new().plain("  ").then(finding.line()));
            for way in &finding.ways {
                let flag = Text::new().plain("    ").styled(Style::Command, &way.flag);
                context.ui.data(flag.plain("   ").styled(Style::Faint, &way.reason));
            }
        }
    }

    fn write(&self, context: &Context, deployed: &Deployed, chosen: &[One], anew: bool) -> Result<()> {
        let options = deployed.options("manage repair");
        let options = Options { lock_timeout: self.patience.lock_timeout, ..options };
        let mut nothing = DatabaseEntry::default();
        let tally = Tally::new(Direction::Up);
        let mut progress = Progress::new(context, deployed, &mut nothing, &tally);
        let unchanged = |signal: Signal| Error::new(signal.kind(), format!("{}: nothing is changed", signal.word()));
        let _held = context.ui.until_boundary(unchanged);
        let mut target = deployed.open()?;
        crate::database::repair(target.as_mut(), deployed.migrations(), chosen, anew, &options, &mut progress)?;
        context.ui.say(heading("Repaired", deployed).plain(":"));
        lines(chosen, anew).into_iter().for_each(|line| context.ui.say(line));
        Ok(())
    }
}

/// Asks about each finding; Enter alone changes nothing.
fn ask(context: &Context, examined: &Examined, found: &[Finding]) -> Result<(Vec<One>, bool)> {
    let mut chosen = Vec::new();
    let mut anew = false;
    for finding in found {
        let mut choices: Vec<String> = finding.ways.iter().map(|way| way.reason.clone()).collect();
        choices.push("leave it as it is".to_owned());
        let flag = finding.ways.first().map(|way| way.flag.as_str()).unwrap_or_default();
        let question = format!("{}. What is right?", finding.words());
        let place = context.questions().select(&question, &choices, choices.len() - 1, flag)?;
        let Some(way) = finding.ways.get(place) else { continue };
        match (&finding.state, &way.remedy) {
            (Some(state), Some(remedy)) => chosen.push(One { state: state.clone(), remedy: remedy.clone() }),
            _ => {
                anew = true;
                chosen.extend(unknown(examined));
            }
        }
    }
    Ok((chosen, anew))
}

/// What the journal is told of each migration that it knows nothing of.
fn unknown(examined: &Examined) -> impl Iterator<Item = One> {
    let unknown = examined.states.iter().filter(|state| examined.is_unknown_to_journal(state));
    unknown.map(|state| One { state: state.clone(), remedy: Remedy::Adopt })
}

/// The error that says what is open, with the flags.
fn open(found: &[Finding]) -> Error {
    let message = match found.len() {
        1 => "a question needs an answer".to_owned(),
        count => format!("{count} questions need an answer"),
    };
    let mut texts = Vec::new();
    for finding in found {
        texts.push(format!("{}: what is right?", finding.words()));
        let width = finding.ways.iter().map(|way| way.flag.chars().count()).max().unwrap_or_default();
        texts.extend(finding.ways.iter().map(|way| format!("    {:width$}   {}", way.flag, way.reason)));
    }
    Error::new(ErrorKind::Question, message)
        .because(texts.join("\n"))
        .hint("call the command again with one of the flags for each of them; what no flag names stays as it is")
}

/// What is done, a line each.
fn lines(chosen: &[One], anew: bool) -> Vec<Text> {
    let journal = anew.then(|| Text::new().plain("  ").styled(Style::Good, "made anew").plain(" the journal"));
    let line = |one: &One| {
        let back = one.state.half_way() == Some(Direction::Down);
        let (word, after) = finding::done(&one.remedy, back);
        let line = Text::new().plain("  ").styled(Style::Good, word).plain(" ").styled(Style::Name, &one.state.name);
        match &one.remedy {
            Remedy::Rename(version) => line.plain(format!(" {after} {version}")),
            _ if after.is_empty() => line,
            _ => line.styled(Style::Faint, format!(" {after}")),
        }
    };
    journal.into_iter().chain(chosen.iter().map(line)).collect()
}

/// What was found and stays as it is.
fn left(context: &Context, found: &[Finding], chosen: &[One], anew: bool) {
    for finding in found {
        let is_done = match &finding.state {
            Some(state) => chosen.iter().any(|one| one.state == *state),
            None => anew,
        };
        if !is_done {
            context.ui.say(Text::new().plain("  left ").then(finding.line()));
        }
    }
}

/// What is no fault, though something can be done about it.
fn notes(context: &Context, examined: &Examined, adopted: bool) {
    let note = |text: String| context.ui.say(Text::new().styled(Style::Faint, "note:").plain(" ").plain(text));
    let strangers = examined.states.iter().filter(|state| state.is_stranger()).count();
    if strangers > 0 {
        let [rows, them] = if strangers == 1 { ["row belongs", "it"] } else { ["rows belong", "them"] };
        note(format!(
            "{strangers} {rows} to another program or branch; `--prune VERSION` would take {them} out of the ledger"
        ));
    }
    match unknown(examined).count() {
        0 => {}
        _ if adopted => {}
        1 => note(
            "one migration was applied by `diesel`; `--adopt` writes into the journal what its files say".to_owned(),
        ),
        count => note(format!(
            "{count} migrations were applied by `diesel`; `--adopt` writes into the journal what their files say"
        )),
    }
}
