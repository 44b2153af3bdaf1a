use std::collections::BTreeSet;
use std::ops::Range;
use std::time::Duration;

use super::record::{Record, overtaken};
use super::surroundings::Surroundings;
use super::{failure, inside, rust};
use crate::database::event::Direction;
use crate::database::plan::{Part, Step, is_commit, is_of_session, lost, parts};
use crate::database::target::{Remains, Target, Violation};
use crate::error::Result;
use crate::interruption;
use crate::sql::Statement;

/// Runs a migration that must not run in a transaction of ours, part by part. Each part is done together with its mark
/// or may be repeated, so that it can stop anywhere and go on there. `None` if somebody else has run it by now.
pub(super) fn run(target: &mut dyn Target, step: &Step, around: &mut Surroundings<'_>) -> Result<Option<Duration>> {
    // Outside a transaction the file itself can switch on and off again what is arranged here.
    let arranged = target.arrange_for(&step.statements);
    arranged.map_err(|error| failure::around(step, "reading the keys", error))?;
    let done = arranged_for(target, step, around);
    target.put_back();
    done
}

fn arranged_for(target: &mut dyn Target, step: &Step, around: &mut Surroundings<'_>) -> Result<Option<Duration>> {
    let mut run = Run {
        step,
        record: Record::begin(step),
        before: BTreeSet::new(),
        last: 0,
        complete: false,
        ran: None,
        in_doubt: false,
    };
    let transactional = target.dialect().transactional_ddl();
    let parts = parts(&step.statements, transactional);
    let fails = |error| failure::around(step, "writing down how far it is", error);
    target.begin().map_err(fails)?;
    let begun = match overtaken(target, step) {
        Ok(true) => {
            target.roll_back();
            return Ok(None);
        }
        Ok(false) => run.begin(target, &parts),
        Err(error) => Err(failure::around(step, "reading what is applied", error)),
    };
    if let Err(error) = begun.and_then(|()| target.commit().map_err(fails)) {
        target.roll_back();
        return Err(error);
    }
    run.record.kept();
    if let Err(error) = run.parts(target, &parts, around) {
        target.roll_back();
        // What is in doubt stays in doubt: an error that is known would say that nothing was done.
        if !run.in_doubt {
            run.record.stopped(target, &error.to_string());
        }
        return Err(error);
    }
    Ok(Some(run.record.duration()))
}

/// PostgreSQL's code for a transaction that code wants to end and may not.
const ENDS_TRANSACTIONS: &str = "2D000";

struct Run<'a> {
    step: &'a Step,
    record: Record<'a>,
    before: BTreeSet<Violation>,
    /// The place of the part with whose transaction the migration is complete; what follows may be repeated at will.
    last: usize,
    /// Whether it is.
    complete: bool,
    /// The statement that an earlier attempt did without coming to mark it.
    ran: Option<usize>,
    /// Whether it is not known if what an earlier attempt began was done.
    in_doubt: bool,
}

impl Run<'_> {
    /// Marks that it begins, and looks at what must not get worse.
    fn begin(&mut self, target: &mut dyn Target, parts: &[Part]) -> Result<()> {
        self.before = inside::violations(target, self.step)?;
        if self.record.was_sound(self.before.is_empty()) == Some(true) {
            self.before.clear();
        }
        let session = |part: &Part| matches!(part, Part::Session(_));
        // A Rust step that is still to come is what it is complete with.
        self.last = match parts.iter().rposition(|part| !session(part)) {
            Some(last) if self.step.direction == Direction::Down || self.record.is_rust_done() => last,
            _ => parts.len(),
        };
        let done = self.record.done();
        if let Some(lost) = lost(&self.step.statements, done, target.dialect().transactional_ddl()) {
            return Err(failure::cannot_go_on(self.step, done, &lost));
        }
        // Where DDL commits by itself they are there already.
        let prepared = if target.dialect().transactional_ddl() { Record::prepare(target) } else { Ok(()) };
        prepared
            .and_then(|()| self.record.mark(target, done))
            .map_err(|error| failure::around(self.step, "writing down how far it is", error))
    }

    /// Asks the catalog whether the statement was done that an earlier attempt began and did not mark.
    fn ask(&mut self, target: &mut dyn Target, part: &Part) -> Result<()> {
        let done = part.range().start;
        let Some(entry) = self.step.resumed.as_ref().filter(|entry| entry.intent.is_some()) else { return Ok(()) };
        match part {
            Part::Whole(_) => {
                let why = "how much of what comes next was done cannot be told, since nothing can be written down \
                           between its statements";
                Err(failure::cannot_go_on(self.step, done, why))
            }
            // An error that is known took back what the statement did.
            Part::Alone(place) if entry.error.is_none() => {
                let Some(statement) = self.step.statements.get(*place) else { return Ok(()) };
                let fails = |error| failure::around(self.step, "asking the catalog how far it is", error);
                match target.has_run(statement).map_err(fails)? {
                    Some(true) => self.ran = Some(*place),
                    Some(false) => {}
                    None => {
                        let why = "the next one was begun, and whether it was done cannot be told";
                        return Err(failure::cannot_go_on(self.step, done, why));
                    }
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn parts(&mut self, target: &mut dyn Target, parts: &[Part], around: &mut Surroundings<'_>) -> Result<()> {
        let done = self.record.done();
        if self.step.direction == Direction::Down && !self.record.is_rust_done() {
            self.rust(target, around)?;
        }
        for (place, part) in parts.iter().enumerate() {
            let range = part.range();
            if range.end <= done {
                self.session_again(target, part)?;
                continue;
            }
            // The session is as it was by now: the statement means what it meant.
            if !target.dialect().transactional_ddl() && range.start == done {
                self.in_doubt = true;
                self.ask(target, part)?;
                self.in_doubt = false;
            }
            match part {
                Part::Plain(_) => self.plain(target, range, place)?,
                Part::Block(_) => self.block(target, range, place)?,
                Part::Session(_) | Part::Setting(_) | Part::Alone(_) | Part::Whole(_) => {
                    let end = range.end;
                    let done_before = matches!(part, Part::Alone(_)) && self.was_done(target, range.start)?;
                    if !done_before && self.ran != Some(range.start) {
                        self.execute(target, range)?;
                    }
                    if place <= self.last {
                        self.marked(target, end, place)?;
                    }
                }
            }
        }
        if self.step.direction == Direction::Up && !self.record.is_rust_done() {
            return self.rust(target, around);
        }
        // Session statements alone, or all done before: there was no transaction to be complete with.
        if !self.complete {
            self.marked(target, self.step.statements.len(), self.last)?;
        }
        Ok(())
    }

    /// Whether the statement, with which an earlier attempt ended, was done by it.
    fn was_done(&self, target: &mut dyn Target, place: usize) -> Result<bool> {
        let Some(statement) = self.step.statements.get(place) else { return Ok(false) };
        let Some(entry) = self.step.resumed.as_ref().filter(|_| self.record.done() == place) else { return Ok(false) };
        let remains = target.remains(statement);
        let remains = remains.map_err(|error| failure::statement(self.step, statement, &error))?;
        // After an error that is known, what is there was there before.
        Ok(remains == Remains::Done && entry.error.is_none())
    }

    /// On a new connection the session is to be as it was after a part that is done.
    fn session_again(&self, target: &mut dyn Target, part: &Part) -> Result<()> {
        let range = part.range();
        match part {
            Part::Session(_) | Part::Setting(_) => self.execute(target, range),
            Part::Block(_) => {
                let of_session = |place: &usize| self.step.statements.get(*place).is_some_and(is_of_session);
                let places: Vec<usize> = range.filter(of_session).collect();
                if places.is_empty() {
                    return Ok(());
                }
                // In a transaction as before: some mean nothing in one. What they changed beside the session is kept.
                target.begin().map_err(|error| failure::around(self.step, "beginning a transaction", error))?;
                let done = places.into_iter().try_for_each(|place| self.execute(target, place..place + 1));
                target.roll_back();
                done
            }
            Part::Plain(_) | Part::Alone(_) | Part::Whole(_) => Ok(()),
        }
    }

    /// A statement and its mark in one transaction.
    fn plain(&mut self, target: &mut dyn Target, range: Range<usize>, place: usize) -> Result<()> {
        let end = range.end;
        target.begin().map_err(|error| failure::around(self.step, "beginning a transaction", error))?;
        let [statement] = self.step.statements.get(range.clone()).unwrap_or_default() else {
            self.execute(target, range)?;
            self.mark(target, end, place)?;
            return self.commit(target);
        };
        interruption::check()?;
        match target.execute(&statement.text) {
            Ok(()) => {
                self.mark(target, end, place)?;
                self.commit(target)
            }
            // A block or a procedure with a COMMIT of its own cannot be in a transaction; it was taken back whole.
            Err(error) if error.code.as_deref() == Some(ENDS_TRANSACTIONS) => {
                target.roll_back();
                self.execute(target, range)?;
                self.marked(target, end, place)
            }
            Err(error) => Err(failure::statement(self.step, statement, &error)),
        }
    }

    /// The Rust step and its mark in one transaction.
    fn rust(&mut self, target: &mut dyn Target, around: &mut Surroundings<'_>) -> Result<()> {
        target.begin_shared().map_err(|error| failure::around(self.step, "beginning a transaction", error))?;
        rust::run(target, self.step, around)?;
        self.record.rust_is_done();
        match self.step.direction {
            Direction::Up => self.mark(target, self.step.statements.len(), self.last)?,
            // The statements are to come; there may be none.
            Direction::Down => self
                .record
                .mark(target, 0)
                .map_err(|error| failure::around(self.step, "writing down how far it is", error))?,
        }
        self.commit(target)
    }

    /// A transaction of the file's own, marked just before it commits.
    fn block(&mut self, target: &mut dyn Target, range: Range<usize>, place: usize) -> Result<()> {
        let statements = self.step.statements.get(range.clone()).unwrap_or_default();
        let commits = statements.last().is_some_and(is_commit);
        if !commits {
            // Rolled back by the file, or left open: either way nothing of it is there to be recorded with.
            self.execute(target, range.clone())?;
            target.roll_back();
            return self.marked(target, range.end, place);
        }
        self.execute(target, range.start..range.end - 1)?;
        self.mark(target, range.end, place)?;
        self.execute(target, range.end - 1..range.end)?;
        self.record.kept();
        Ok(())
    }

    /// The mark in a transaction of its own, after something that cannot share one.
    fn marked(&mut self, target: &mut dyn Target, done: usize, place: usize) -> Result<()> {
        target.begin().map_err(|error| failure::around(self.step, "beginning a transaction", error))?;
        self.mark(target, done, place)?;
        self.commit(target)
    }

    fn commit(&mut self, target: &mut dyn Target) -> Result<()> {
        target.commit().map_err(|error| failure::around(self.step, "committing", error))?;
        self.record.kept();
        Ok(())
    }

    /// Marks that so much is done; with the last part, that the whole is.
    fn mark(&mut self, target: &mut dyn Target, done: usize, place: usize) -> Result<()> {
        let last = place >= self.last;
        if last {
            let after = inside::violations(target, self.step)?;
            if let Some(error) = failure::violations(self.step, &self.before, &after) {
                return Err(error);
            }
        }
        self.complete |= last;
        target.restore().map_err(|error| failure::around(self.step, "finding the ledger again", error))?;
        let written = if last { self.record.complete(target) } else { self.record.mark(target, done) };
        written.map_err(|error| failure::around(self.step, "writing down how far it is", error))
    }

    fn execute(&self, target: &mut dyn Target, range: Range<usize>) -> Result<()> {
        let statements: &[Statement] = self.step.statements.get(range).unwrap_or_default();
        for statement in statements {
            interruption::check()?;
            target.execute(&statement.text).map_err(|error| failure::statement(self.step, statement, &error))?;
        }
        Ok(())
    }
}
