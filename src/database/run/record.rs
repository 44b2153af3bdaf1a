use std::time::{Duration, Instant};

use chrono::{SecondsFormat, Utc};

use crate::database::event::Direction;
use crate::database::journal::{self, Entry};
use crate::database::ledger;
use crate::database::plan::Step;
use crate::database::session::SqlError;
use crate::database::target::Target;
use crate::history::Version;
use crate::sql::checksum;

/// What is written down of a migration while it runs.
pub(super) struct Record<'a> {
    step: &'a Step,
    entry: Entry,
    /// What of it is committed: what a failure is noted beside.
    kept: Option<Entry>,
    /// Statements done.
    done: usize,
    /// Whether the Rust step is done.
    rust: bool,
    /// Whether its end is noted already.
    ended: bool,
    begin: Instant,
    /// What earlier attempts took.
    before: Duration,
}

impl<'a> Record<'a> {
    /// Begins the record, in memory alone; an earlier attempt's goes on.
    pub(super) fn begin(step: &'a Step) -> Self {
        let fresh = || Entry {
            version: step.version.clone(),
            name: step.name.clone(),
            variant: step.variant.clone(),
            checksum: checksum([]),
            down: step.down.clone(),
            in_transaction: step.in_transaction,
            run_on: None,
            direction: step.direction,
            rust: step.rust.is_some(),
            done: 0,
            total: step.total(),
            intent: None,
            started_at: now(),
            finished_at: None,
            duration_ms: None,
            error: None,
            sound: None,
            tool: journal::TOOL.to_owned(),
        };
        let entry = step.resumed.clone().unwrap_or_else(fresh);
        let before = Duration::from_millis(entry.duration_ms.unwrap_or_default());
        let (done, rust) = step.done_before();
        let (tool, with_rust) = (journal::TOOL.to_owned(), rust || step.rust.is_some());
        // What is left of the file may have been changed in the meantime, and its way back, too.
        let entry = Entry {
            name: step.name.clone(),
            variant: step.variant.clone(),
            down: step.down.clone(),
            rust: with_rust,
            total: step.total(),
            error: None,
            tool,
            ..entry
        };
        Self { step, entry, kept: None, done, rust, ended: false, begin: Instant::now(), before }
    }

    /// Statements that are done.
    pub(super) fn done(&self) -> usize {
        self.done
    }

    /// Whether nothing violated a foreign key as it first began, where that is known; if it begins now, it is noted.
    pub(super) fn was_sound(&mut self, is_sound: bool) -> Option<bool> {
        if self.entry.done == 0 {
            self.entry.sound = Some(is_sound);
        }
        self.entry.sound
    }

    /// Whether the Rust step is done, or there is none.
    pub(super) fn is_rust_done(&self) -> bool {
        self.rust || self.step.rust.is_none()
    }

    /// The Rust step is done: the next mark says so.
    pub(super) fn rust_is_done(&mut self) {
        self.rust = true;
    }

    /// How long it has taken, earlier attempts included.
    pub(super) fn duration(&self) -> Duration {
        self.before + self.begin.elapsed()
    }

    /// Makes the tables that are written to.
    pub(super) fn prepare(target: &mut dyn Target) -> Result<(), SqlError> {
        // Where DDL commits by itself they are made beforehand: here a transaction may be open. And where there are
        // several schemas, one that is found need not be where a new one would be made.
        let anyway = target.dialect().transactional_ddl() && !target.has_several_places();
        if anyway || !target.has_table(ledger::TABLE)? {
            ledger::create(target)?;
        }
        if anyway || !target.has_table(journal::TABLE)? {
            journal::create(target)?;
        }
        Ok(())
    }

    /// Marks that so many statements are done, and that the next one is going to begin.
    pub(super) fn mark(&mut self, target: &mut dyn Target, done: usize) -> Result<(), SqlError> {
        let back = target.come_home()?;
        self.done = done;
        self.entry.done = done + usize::from(self.rust);
        self.entry.intent = (self.entry.done < self.entry.total).then_some(self.entry.done + 1);
        self.entry.checksum = checksum(self.step.statements.get(..done).unwrap_or_default());
        self.entry.duration_ms = Some(milliseconds(self.duration()));
        if self.entry.direction == Direction::Down && self.entry.run_on.is_none() {
            self.entry.run_on = ledger::run_on(target, &self.entry.version)?;
        }
        journal::write_by_commit(target, &self.entry)?;
        go_back(target, &back)
    }

    /// What was written last is committed.
    pub(super) fn kept(&mut self) {
        self.kept = Some(self.entry.clone());
    }

    /// Notes what stopped it, if that can be noted.
    pub(super) fn stopped(&mut self, target: &mut dyn Target, error: &str) {
        let Some(kept) = self.kept.take() else { return };
        // The error itself is what is reported: that it cannot be written down would only hide it.
        let back = target.come_home().unwrap_or_default();
        let _ = journal::write(target, &Entry { error: Some(error.to_owned()), ..kept });
        let _ = go_back(target, &back);
    }

    /// Writes ledger and journal: the migration is applied, or is no more.
    pub(super) fn complete(&mut self, target: &mut dyn Target) -> Result<(), SqlError> {
        let back = target.come_home()?;
        self.write_complete(target)?;
        go_back(target, &back)
    }

    fn write_complete(&mut self, target: &mut dyn Target) -> Result<(), SqlError> {
        if self.step.direction == Direction::Down {
            ledger::remove_by_commit(target, &self.step.version)?;
            return journal::remove_by_commit(target, &self.step.version);
        }
        let run_on = ledger::insert(target, &self.step.version)?;
        self.completes(run_on);
        journal::write_by_commit(target, &self.entry)
    }

    /// Writes ledger and journal for several that ran in the transaction that is open.
    pub(super) fn complete_all(target: &mut dyn Target, records: &mut [Self]) -> Result<(), SqlError> {
        let versions: Vec<&Version> = records.iter().map(|record| &record.step.version).collect();
        if records.first().is_none_or(|record| record.step.direction == Direction::Down) {
            if !versions.is_empty() {
                ledger::remove_all(target, &versions)?;
                journal::remove_all(target, &versions)?;
            }
            return Ok(());
        }
        let mut given = ledger::insert_all(target, &versions)?;
        for record in records.iter_mut() {
            let run_on = given.remove(&record.step.version).unwrap_or_default();
            record.completes(run_on);
        }
        journal::write_all(target, &records.iter().map(|record| &record.entry).collect::<Vec<_>>())
    }

    /// All of it is done, since this time.
    fn completes(&mut self, run_on: String) {
        self.entry.run_on = Some(run_on);
        self.entry.done = self.entry.total;
        self.entry.intent = None;
        self.entry.checksum = checksum(&self.step.statements);
        // Together with others it has ended before this.
        self.entry.duration_ms = self.ended.then_some(self.entry.duration_ms).flatten();
        self.entry.duration_ms.get_or_insert(milliseconds(self.duration()));
        self.entry.finished_at.get_or_insert_with(now);
    }

    /// Its statements have run; what is written down follows later.
    pub(super) fn ends(&mut self) {
        self.ended = true;
        self.entry.duration_ms = Some(milliseconds(self.duration()));
        self.entry.finished_at = Some(now());
    }
}

/// Back to where the migration had led the session.
fn go_back(target: &mut dyn Target, back: &[String]) -> Result<(), SqlError> {
    back.iter().try_for_each(|statement| target.execute(statement))
}

pub(in crate::database) fn now() -> String {
    Utc::now().to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Whether somebody else applied the migration, or took it back, since it was planned.
pub(super) fn overtaken(target: &mut dyn Target, step: &Step) -> Result<bool, SqlError> {
    let applied = match target.dialect().transactional_ddl() {
        true => ledger::run_on(target, &step.version)?,
        // Both tables were made beforehand: a migration in between that dropped one is hardly worth asking for each time.
        false => match ledger::run_on_beside(target, &step.version, journal::TABLE) {
            Err(error) if error.is_of_no_table() => {
                Record::prepare(target)?;
                ledger::run_on(target, &step.version)?
            }
            found => found?,
        },
    };
    Ok(applied.is_some() == (step.direction == Direction::Up))
}
