use std::any::Any;
use std::collections::BTreeSet;
use std::fmt;
use std::time::Duration;

use super::session::{Session, SqlError};
use super::shape::Shape;
use crate::error::Result;
use crate::lock::Holder;
use crate::sql::Statement;

/// A database that migrations are run on: what running them takes beyond a [`Session`].
pub trait Target: Session {
    /// What it is called in messages: a path, or host and name; never with a password.
    fn label(&self) -> String;

    /// Diesel's connection, for code that is written against it.
    fn connection(&mut self) -> AnyConnection<'_>;

    /// Begins a transaction that is sure to be allowed to write, or fails at once.
    ///
    /// # Errors
    /// With what the database says.
    fn begin(&mut self) -> Result<(), SqlError>;

    /// The same, and Diesel's connection knows of it: what code that is written against it calls a transaction is a
    /// savepoint in this one.
    ///
    /// # Errors
    /// With what the database says.
    fn begin_shared(&mut self) -> Result<(), SqlError>;

    /// Begins a transaction for these statements, shared where Rust runs with them. What they ask of the session is
    /// arranged before it, and to be [put back](Session::put_back) after its end.
    ///
    /// # Errors
    /// With what the database says.
    fn begin_for(&mut self, _statements: &[Statement], shared: bool) -> Result<(), SqlError> {
        if shared { self.begin_shared() } else { self.begin() }
    }

    /// From now on, and until the transaction ends, statements may be sent together with those after them, and their
    /// errors come late: for migrations that are run one by one when they fail together. Gives whether that is so.
    ///
    /// # Errors
    /// With what the database says.
    fn gather(&mut self) -> Result<bool, SqlError> {
        Ok(false)
    }

    /// Sends what was gathered, and waits until it is done.
    ///
    /// # Errors
    /// With what the database says.
    fn flush(&mut self) -> Result<(), SqlError> {
        Ok(())
    }

    /// Runs a statement of ours that gives nothing, with what comes next or the commit at the latest: where each statement
    /// is a round trip, several are one. What it fails with, that fails with.
    ///
    /// # Errors
    /// With what the database says.
    fn execute_by_commit(&mut self, statement: String) -> Result<(), SqlError> {
        self.execute(&statement)
    }

    /// Where a table of this name is that the session does not find, and where it looks, unless somebody has said for
    /// this session where to look.
    ///
    /// # Errors
    /// With what the database says.
    fn passed_over(&mut self, _name: &str) -> Result<Option<[String; 2]>, SqlError> {
        Ok(None)
    }

    /// Whether a table that is made could be a second one of its name, beside one that is found.
    fn has_several_places(&self) -> bool {
        false
    }

    /// What is there of a statement that runs by itself and was begun before. What stands in the way of beginning it
    /// again is taken away.
    ///
    /// # Errors
    /// With what the database says.
    fn remains(&mut self, _statement: &Statement) -> Result<Remains, SqlError> {
        Ok(Remains::Nothing)
    }

    /// The statements that bring the session back to what it is now after these have run, as far as that can be told.
    ///
    /// # Errors
    /// With what the database says.
    fn way_back(&mut self, _statements: &[Statement]) -> Result<Vec<String>, SqlError> {
        Ok(Vec::new())
    }

    /// Brings the session for a moment to where ledger and journal are, wherever a migration has led it, and gives the
    /// statements that lead back there.
    ///
    /// # Errors
    /// With what the database says.
    fn come_home(&mut self) -> Result<Vec<String>, SqlError> {
        Ok(Vec::new())
    }

    /// Whether a statement that commits by itself was done, as the catalog tells; `Some(false)` also where nothing is
    /// lost by doing it again. `None` where that cannot be told.
    ///
    /// # Errors
    /// With what the database says.
    fn has_run(&mut self, _statement: &Statement) -> Result<Option<bool>, SqlError> {
        Ok(None)
    }

    /// How long a statement waits for the locks of other programs.
    ///
    /// # Errors
    /// With what the database says.
    fn wait_at_most(&mut self, timeout: Duration) -> Result<(), SqlError>;

    /// Commits the transaction.
    ///
    /// # Errors
    /// With what the database says; the transaction may be open still.
    fn commit(&mut self) -> Result<(), SqlError>;

    /// Rolls back whatever transaction is open, however deep; none is fine, since some errors end it.
    fn roll_back(&mut self);

    /// Checks what was deferred to the end of the transaction as far as the database can be told to, and ends the
    /// deferring: what a commit would do, inside a transaction that goes on.
    ///
    /// # Errors
    /// With what the database says.
    fn settle(&mut self) -> Result<(), SqlError>;

    /// Whether there is a table of this name.
    ///
    /// # Errors
    /// With what the database says.
    fn has_table(&mut self, name: &str) -> Result<bool, SqlError>;

    /// What the table or view of this name looks like, if there is one.
    ///
    /// # Errors
    /// With what the database says.
    fn shape(&mut self, name: &str) -> Result<Option<Shape>, SqlError>;

    /// The rows that violate a foreign key.
    ///
    /// # Errors
    /// With what the database says.
    fn violations(&mut self) -> Result<BTreeSet<Violation>, SqlError>;

    /// What running these statements could do to foreign keys.
    ///
    /// # Errors
    /// With what the database says.
    fn reach(&mut self, _statements: &[Statement]) -> Result<Reach, SqlError> {
        Ok(Reach::Everything)
    }

    /// The rows that violate a foreign key, of those that are in reach: asked before the statements run and again
    /// afterwards.
    ///
    /// # Errors
    /// With what the database says.
    fn violations_in(&mut self, _reach: &Reach) -> Result<BTreeSet<Violation>, SqlError> {
        self.violations()
    }

    /// How many migrations one transaction can take at most where there is nothing yet: a server's lock table has an end.
    fn most_on_fresh(&self) -> usize {
        100
    }

    /// Whether the statements, whose turn it is, come to the same in a transaction that others share, with the tables
    /// that there are now.
    ///
    /// # Errors
    /// With what the database says.
    fn can_share(&mut self, _statements: &[Statement]) -> Result<bool, SqlError> {
        Ok(true)
    }

    /// Tries once to take the lock that keeps other migrators out. It is held until [`Target::unlock`], or until the
    /// session ends.
    ///
    /// # Errors
    /// When there can be no lock.
    fn try_lock(&mut self, holder: &Holder) -> Result<LockAttempt>;

    /// Whether the lock is still ours.
    fn holds_lock(&mut self) -> bool;

    /// Whether the database is still the one that was opened.
    ///
    /// # Errors
    /// When it was removed or replaced.
    fn check_place(&mut self) -> Result<()> {
        Ok(())
    }

    /// What a person should know of the database before it is written to.
    fn caution(&self) -> Option<String> {
        None
    }

    /// Gives the lock back.
    fn unlock(&mut self);
}

/// A connection of a type that only who uses it knows.
pub struct AnyConnection<'a> {
    /// The connection.
    pub connection: &'a mut dyn Any,
    /// The name of its type, as a program would write it.
    pub kind: &'static str,
}

/// How an attempt to take the lock ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LockAttempt {
    /// It is ours, or none is needed.
    Held,
    /// Somebody else has it; who, where that is known.
    Busy(Option<Holder>),
}

/// What a statement that was begun and not marked as done has left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remains {
    /// Nothing, as far as that can be told.
    Nothing,
    /// All that it was to do.
    Done,
    /// Something of this name that was of no use, and is dropped.
    Dropped(String),
}

/// How far statements reach: the violations of foreign keys that they could bring about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Any.
    Everything,
    /// Those of these tables, and of tables that refer to them, directly or not.
    Tables(BTreeSet<String>),
}

/// A row that refers to nothing, or a foreign key that cannot be checked, in words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation(pub String);

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
