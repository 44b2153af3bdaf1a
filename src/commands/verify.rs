//! `manage verify`.

mod branches;
mod report;

use branches::Branches;
use report::{DatabaseEntry, Report, show};

use super::histories::whole_history;
use super::scratch::scratch;
use crate::cli::{AfterFailure, Arguments, Context, Manual, Outcome};
use crate::error::{Error, ErrorKind, Result};
use crate::history::{Fault, Finding, History, Migration, Revision, State, Verification, Verified};
use crate::interruption::Signal;
use crate::settings::Database;

/// Try every migration on a scratch database: forward, back, and forward again, with rows in the tables
///
/// After `up.sql` the schema has to be what `schema.json` says, after `down.sql` what it was before, but for the order of
/// columns. Rows are made up for every table and compared: what a migration loses without saying so (DELETE, UPDATE, DROP)
/// is found, and so are rows whose foreign keys lead nowhere. Migrations that nothing leads back from are listed. Branches
/// that have not met are run in every order. Rust steps take no part. Nothing is done to the databases of the settings.
///
/// Exits with 1 if something does not hold.
#[derive(Debug, clap::Args)]
pub(super) struct Verify {
    /// Only these databases [default: all]
    #[arg(long, value_name = "ALIAS")]
    database: Vec<String>,

    /// Begin with this migration; those before it are only run
    #[arg(long, value_name = "REV")]
    from: Option<String>,

    /// How many rows each table gets
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(0..=1000))]
    rows: u16,

    /// Other rows than the usual ones; the same number gives the same rows
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u16,
}

impl Arguments for Verify {
    const NAME: &'static str = "verify";

    fn manual() -> Manual {
        Manual::new()
            .group("Looking")
            .example("manage verify", "everything")
            .example("manage verify --from 2026-11-21", "what came since then")
            .example("manage verify --seed 7 --rows 20", "with other and more rows")
            .exit_code(1, "something does not hold")
            .exit_code(5, "branches collide: `manage merge` joins them")
            .see_also("check")
    }

    fn run(self, context: &mut Context) -> Result<Outcome> {
        let databases = if self.database.is_empty() && self.from.is_some() {
            vec![context.database(None)?]
        } else {
            context.databases(&self.database)?
        };
        // What a server was given is dropped on the way out.
        let ui = context.ui.clone();
        let _held = ui.until_boundary(|signal: Signal| Error::new(signal.kind(), signal.word()));
        let mut report = Report { databases: Vec::new() };
        let outcome = context.each(&databases, AfterFailure::Continue, |context, database| {
            let (history, branches, verified) = self.verify(context, database)?;
            show(context, database.alias(), &history, branches.as_ref(), &verified, self.seed);
            let outcome = match verified.findings.iter().any(|finding| finding.fault == Fault::Branches) {
                true => Outcome::Failed(ErrorKind::History),
                false if verified.findings.is_empty() => Outcome::Done,
                false => Outcome::No,
            };
            report.databases.push(DatabaseEntry::new(database.alias(), branches, verified));
            Ok(outcome)
        });
        context.report(&report)?;
        outcome
    }
}

impl Verify {
    fn verify(&self, context: &mut Context, database: &Database) -> Result<(History, Option<Branches>, Verified)> {
        let dialect = database.driver()?.dialect();
        // What Diesel runs, whatever the environment: the schema is computed from that.
        let history = whole_history(context, database, None)?;
        let verification = Verification {
            history: &history,
            passed_over: self.passed_over(&history)?,
            rows: self.rows.into(),
            seed: self.seed.into(),
        };
        let branches = Branches::of(context, database, &history)?;
        let mut work = context.ui.work(format!("{}: verifying", database.alias()), Some(history.migrations.len()));
        let mut begins = |migration: &Migration| work.advance(&migration.name);
        let verified = verification.run(&mut || scratch(database), &mut begins);
        drop(work);
        let mut verified = verified.map_err(|error| match (&branches, error.kind()) {
            (Some(branches), ErrorKind::Failure) => branches.behind(error),
            _ => error,
        })?;
        remembered(&history, dialect, &mut verified)?;
        verified.findings.splice(..0, branches.iter().flat_map(Branches::findings));
        Ok((history, branches, verified))
    }

    /// How many migrations come before the one to begin with.
    fn passed_over(&self, history: &History) -> Result<usize> {
        let Some(from) = &self.from else { return Ok(0) };
        match history.revision(from, &history.versions())? {
            Revision::Base => Ok(0),
            Revision::At(versions) => {
                let place = |migration: &Migration| versions.contains(&migration.version);
                Ok(history.migrations.iter().position(place).unwrap_or_default())
            }
        }
    }
}

/// Compares with `schema.json`, where that claims to belong to these migrations.
fn remembered(history: &History, dialect: &dyn crate::dialect::Dialect, verified: &mut Verified) -> Result<()> {
    let mut nowhere = || Err(Error::failure("no database is asked"));
    let Ok(state) = State::load(history, dialect, &mut nowhere) else { return Ok(()) };
    if !state.fresh || history.migrations.is_empty() {
        return Ok(());
    }
    let details = state.schema.differences(&State::in_our_words(verified.schema.clone(), dialect));
    if !details.is_empty() {
        verified.findings.push(Finding {
            version: None,
            migration: None,
            fault: Fault::Schema,
            what: "schema.json does not say what the migrations lead to".to_owned(),
            details,
        });
    }
    Ok(())
}
