use std::any::type_name;

use super::{Inspector, RustSteps};
use crate::database::event::{Direction, Event, Reporter};
use crate::database::plan::Step;
use crate::database::target::Target;
use crate::database::{SqlError, lock};
use crate::error::{Error, Result};
use crate::history::Version;
use crate::interruption;

/// The savepoint in which a step runs: it is there no more when the step has ended the transaction.
const SAVEPOINT: &str = "manage_step";

/// A Rust step while it runs: what it is given. See [`Manage::migration`](crate::Manage::migration).
pub struct RustStep<'a> {
    target: &'a mut dyn Target,
    step: &'a Step,
    steps: &'a RustSteps,
    reporter: &'a mut dyn Reporter,
}

impl<'a> RustStep<'a> {
    /// The step, in a transaction that is open.
    pub(in crate::database) fn begin(
        target: &'a mut dyn Target,
        step: &'a Step,
        steps: &'a RustSteps,
        reporter: &'a mut dyn Reporter,
    ) -> Result<Self, SqlError> {
        target.execute(&format!("SAVEPOINT {SAVEPOINT}"))?;
        Ok(Self { target, step, steps, reporter })
    }

    /// Diesel's connection to the database, in the migration's transaction. `connection.transaction(…)` is a savepoint
    /// in it. COMMIT and ROLLBACK of the whole are not the step's to say: they are noticed, and an error.
    ///
    /// # Errors
    /// When the database's connection is one of another type; the message names both.
    pub fn connection<C: 'static>(&mut self) -> Result<&mut C> {
        let name = &self.step.name;
        let alias = &self.steps.alias;
        let own = self.target.connection();
        let kind = own.kind;
        own.connection.downcast_mut().ok_or_else(|| {
            Error::failure(format!(
                "the Rust step of {name} asks for a {}, but the database {alias} is reached by a {kind}",
                type_name::<C>()
            ))
            .hint(format!("write `step.connection::<{kind}>()?`"))
        })
    }

    /// What looks at the schema as it is now.
    pub fn inspector(&mut self) -> Inspector<'_> {
        Inspector { target: self.target }
    }

    /// The alias of the database in the settings.
    pub fn alias(&self) -> &str {
        &self.steps.alias
    }

    /// The `environment` of the settings: `development`, `production`, …
    pub fn environment(&self) -> Option<&str> {
        self.steps.environment.as_deref()
    }

    /// A variable of the environment, or of the `.env` beside the settings.
    ///
    /// # Errors
    /// When it is not UTF-8.
    pub fn variable(&self, name: &str) -> Result<Option<&str>> {
        self.steps.variables.get(name)
    }

    /// Which way the migration runs.
    pub fn direction(&self) -> Direction {
        self.step.direction
    }

    /// The version of the migration.
    pub fn version(&self) -> &Version {
        &self.step.version
    }

    /// The name of the migration's directory.
    pub fn name(&self) -> &str {
        &self.step.name
    }

    /// Tells the person who runs it something.
    pub fn say(&mut self, text: impl AsRef<str>) {
        self.reporter.report(&Event::Said { name: &self.step.name, text: text.as_ref() });
    }

    /// Whether the step may go on: a long one asks now and then, and hands the error on. After Ctrl-C or SIGTERM the
    /// migration is then rolled back and the lock given back; a step that does not ask has two seconds to come to its
    /// end.
    ///
    /// ```no_run
    /// # use diesel_manage::{Result, RustStep};
    /// fn in_parts(step: &mut RustStep<'_>) -> Result<()> {
    ///     for part in 0..1000 {
    ///         step.check_interrupted()?;
    ///         // … move the rows of this part …
    /// #       let _ = part;
    ///     }
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    /// When the process was asked to end.
    pub fn check_interrupted(&self) -> Result<()> {
        interruption::check()
    }

    /// Keeps what the step has done so far, so that a large table can be moved in parts. Only a migration outside a
    /// transaction (`run_in_transaction = false` in its `metadata.toml`) has this; one that is stopped afterwards
    /// begins its step anew, which then has to pass over what is done.
    ///
    /// # Errors
    /// When the migration runs in a transaction, the lock was lost, the database refuses, or the process was asked to end.
    pub fn commit(&mut self) -> Result<()> {
        let name = &self.step.name;
        if self.step.in_transaction {
            return Err(Error::failure(format!("{name} runs in one transaction: its Rust step has nothing to commit"))
                .hint("write a metadata.toml beside its up.sql with the line `run_in_transaction = false`"));
        }
        let fails = |error: SqlError| error.during(format!("{name}: committing a part of its Rust step failed"));
        lock::check(self.target)?;
        self.still_open()?;
        self.target.commit().map_err(fails)?;
        self.target.begin_shared().map_err(fails)?;
        self.target.execute(&format!("SAVEPOINT {SAVEPOINT}")).map_err(fails)?;
        interruption::check()
    }

    /// Ends the savepoint of the step.
    ///
    /// # Errors
    /// When it is not there any more, since the step has ended the transaction.
    pub(in crate::database) fn still_open(&mut self) -> Result<()> {
        let name = &self.step.name;
        self.target.execute(&format!("RELEASE SAVEPOINT {SAVEPOINT}")).map_err(|error| {
            Error::failure(format!("the Rust step of {name} ended the transaction that it runs in"))
                .because(error)
                .hint("what ran before its COMMIT may have been kept: look at the database before you go on")
                .hint("leave COMMIT and ROLLBACK out of the step; `connection.transaction(…)` works inside it")
        })
    }
}
