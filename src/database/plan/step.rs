use std::path::PathBuf;

use super::part::{Kind, Part, can_be_rolled_back, end_of_transaction, kind, parts};
use super::way::quoted;
use crate::database::event::Direction;
use crate::database::journal::Entry;
use crate::database::rust_step::StepFunction;
use crate::database::status::MigrationState;
use crate::dialect::Dialect;
use crate::error::{Error, Result};
use crate::history::{Migration, Script, Version};
use crate::sql::{Statement, Tongue, checksum};

/// Migrations in the order in which they are going to run.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The migrations.
    pub steps: Vec<Step>,
    /// What a person should know before they run.
    pub warnings: Vec<String>,
}

impl Plan {
    /// The same where it is going to run: what commits by itself cannot be in a transaction.
    #[must_use]
    pub fn on(mut self, dialect: &dyn Dialect) -> Self {
        if !dialect.transactional_ddl() {
            for step in &mut self.steps {
                step.in_transaction &= can_be_rolled_back(&step.statements);
            }
        }
        self
    }
}

/// Whether the migration runs in one transaction there.
pub fn runs_in_transaction(migration: &Migration, dialect: &dyn Dialect) -> bool {
    migration.run_in_transaction && (dialect.transactional_ddl() || can_be_rolled_back(&migration.up.statements))
}

/// A migration that is going to run, one way.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its version.
    pub version: Version,
    /// The directory's name.
    pub name: String,
    /// Which way.
    pub direction: Direction,
    /// The file that the statements stand in; for a file that is gone, what stands for it in messages.
    pub file: PathBuf,
    /// What runs.
    pub statements: Vec<Statement>,
    /// Whether it runs in one transaction.
    pub in_transaction: bool,
    /// The environment whose variant this is.
    pub variant: Option<String>,
    /// The Rust that runs with it: after the statements forward, before them backward.
    pub(in crate::database) rust: Option<StepFunction>,
    /// What would lead back, for the journal.
    pub(in crate::database) down: Option<String>,
    /// What the journal knows of an earlier attempt that stopped half way.
    pub(in crate::database) resumed: Option<Entry>,
}

impl Step {
    /// The migration forward.
    pub(super) fn up(migration: &Migration, state: &MigrationState) -> Result<Self> {
        Self {
            version: migration.version.clone(),
            name: migration.name.clone(),
            direction: Direction::Up,
            file: migration.up.path.clone(),
            statements: migration.up.statements.clone(),
            in_transaction: migration.run_in_transaction,
            variant: migration.up.variant.clone(),
            rust: None,
            down: migration.down_of(migration.up.variant.as_deref()).map(|down| down.text.clone()),
            resumed: state.entry.clone().filter(Entry::is_half_done),
        }
        .checked()
    }

    /// The migration back, by the file that belongs to what ran.
    pub(super) fn down(migration: &Migration, state: &MigrationState, dialect: &dyn Dialect) -> Result<Self> {
        let ran = state.entry.as_ref().and_then(|entry| entry.variant.clone());
        let mut scripts = migration.ups().chain(&migration.down).chain(&migration.down_elsewhere);
        if ran.is_some()
            && scripts.all(|script| script.variant != ran)
            && state.entry.as_ref().is_some_and(|entry| entry.down.is_some())
        {
            // The variant that ran is gone, and with it the file that leads back from it.
            return Self::down_from_journal(state, dialect);
        }
        let down = migration.way_back_from(ran.as_deref())?;
        Self {
            version: migration.version.clone(),
            name: migration.name.clone(),
            direction: Direction::Down,
            file: down.path.clone(),
            statements: down.statements.clone(),
            in_transaction: migration.run_in_transaction,
            variant: ran,
            rust: None,
            down: Some(down.text.clone()),
            resumed: state.entry.clone().filter(Entry::is_half_done),
        }
        .checked()
    }

    /// The migration back, by what the journal remembers, since its file is not there.
    pub(super) fn down_from_journal(state: &MigrationState, dialect: &dyn Dialect) -> Result<Self> {
        let name = &state.name;
        let Some((entry, down)) = state.entry.as_ref().and_then(|entry| entry.down.as_ref().map(|down| (entry, down)))
        else {
            return Err(Error::history(format!(
                "{name} cannot be undone: there is no such directory, and the journal has no down.sql of it"
            ))
            .hint("bring the directory back (is it on another branch?), then run the command again")
            .hint(format!(
                "`manage repair --prune {}` takes it out of the ledger and leaves in the database what it did",
                quoted(name)
            )));
        };
        let file = PathBuf::from(format!("{name}/down.sql (from the journal)"));
        let statements = dialect.split(down).map_err(|error| {
            Error::failure(format!("{}: {error}", file.display()))
                .hint("bring the directory back, and correct the file")
        })?;
        let script = Script { path: file, variant: entry.variant.clone(), text: down.clone(), statements };
        if script.is_irreversible() || script.text.is_empty() {
            let why = if script.text.is_empty() { "its down.sql was empty" } else { "it is irreversible" };
            return Err(Error::failure(format!("{name} cannot be undone: as the journal remembers it, {why}"))
                .hint("bring the directory back if there is a way back by now, or restore a backup"));
        }
        Self {
            version: state.version.clone(),
            name: name.clone(),
            direction: Direction::Down,
            file: script.path,
            statements: script.statements,
            in_transaction: entry.in_transaction,
            variant: script.variant,
            rust: None,
            down: Some(down.clone()),
            resumed: Some(entry.clone()).filter(Entry::is_half_done),
        }
        .checked()
    }

    /// Refuses what could not be kept together.
    fn checked(mut self) -> Result<Self> {
        // What was begun outside a transaction goes on there: a part of it is done, whatever metadata.toml says by now.
        self.in_transaction &= self.resumed.as_ref().is_none_or(|entry| entry.in_transaction);
        // Where DDL commits by itself there is a transaction of ours around rows alone.
        if self.statements.iter().any(|statement| matches!(statement.tongue, Tongue::Mysql(_))) {
            self.in_transaction &= can_be_rolled_back(&self.statements);
        }
        if self.in_transaction {
            let ends =
                |statement: &&Statement| matches!(kind(&statement.text), Kind::Begin | Kind::Commit | Kind::RollBack);
            if let Some(statement) = self.statements.iter().find(ends) {
                let word = statement.text.split_whitespace().next().unwrap_or_default().to_uppercase();
                let place = format!("{}:{}", self.file.display(), statement.line);
                return Err(Error::failure(format!(
                    "{place}: {word} in a migration that runs in a transaction already"
                ))
                .hint("take it out, or write a metadata.toml beside it with the line `run_in_transaction = false`"));
            }
        }
        if !self.in_transaction
            && let Some(Part::Block(range)) = parts(&self.statements, true).last()
            && let Some(own @ [first, ..]) = self.statements.get(range.clone())
            && end_of_transaction(own).is_none()
        {
            let place = format!("{}:{}", self.file.display(), first.line);
            return Err(Error::failure(format!("{place}: the transaction that begins here has no end"))
                .hint("write COMMIT (or the RELEASE of its savepoint) after its last statement"));
        }
        let Some(entry) = &self.resumed else { return Ok(self) };
        let (name, file) = (&self.name, self.file.display());
        let (done, total) = (entry.done, entry.total);
        let left = format!(
            "`manage repair --undone {}` forgets that it was begun; what it did stays in the database",
            quoted(name)
        );
        if entry.direction == self.direction && entry.variant != self.variant {
            let [began, runs] = [&entry.variant, &self.variant].map(|variant| match variant {
                Some(variant) => format!("up.{variant}.sql"),
                None => "up.sql".to_owned(),
            });
            let way = match &entry.variant {
                Some(variant) => format!("go on with \"environment\": \"{variant}\" in the settings"),
                None => "go on without the environment in the settings".to_owned(),
            };
            return Err(Error::history(format!(
                "{name} stopped after {done} of {total} statements of {began}, and this environment runs {runs}"
            ))
            .hint(way)
            .hint(left));
        }
        if !self.continues(entry) {
            return Err(Error::history(format!(
                "{name} stopped after {done} of {total} statements, and {file} was changed in what is done already"
            ))
            .hint("put the statements that are done back as they were, and change only what comes after them")
            .hint(left));
        }
        Ok(self)
    }

    /// Whether the statements that the entry says are done are the first of ours.
    fn continues(&self, entry: &Entry) -> bool {
        entry.direction == self.direction && (self.begins_like(entry, entry.done) || self.began_with_rust(entry))
    }

    fn begins_like(&self, entry: &Entry, done: usize) -> bool {
        self.statements.get(..done).is_some_and(|done| checksum(done) == entry.checksum)
    }

    /// Whether the first of what the entry says is done is the Rust step, and the others are statements.
    fn began_with_rust(&self, entry: &Entry) -> bool {
        let before = entry.done.checked_sub(1).filter(|_| entry.rust && self.direction == Direction::Down);
        before.is_some_and(|done| self.begins_like(entry, done))
    }

    /// What an earlier attempt did: so many statements, and whether it did the Rust step.
    pub(in crate::database) fn done_before(&self) -> (usize, bool) {
        match &self.resumed {
            Some(entry) if self.began_with_rust(entry) => (entry.done - 1, true),
            Some(entry) => (entry.done, false),
            None => (0, false),
        }
    }

    /// What there is to be done, the Rust step counted as a statement.
    pub(in crate::database) fn total(&self) -> usize {
        self.statements.len() + usize::from(self.rust.is_some() || self.done_before().1)
    }

    /// The same with the Rust that runs with it.
    ///
    /// # Errors
    /// When it stopped half way, and its Rust step came or went in the meantime.
    pub(in crate::database) fn with_rust(self, function: Option<StepFunction>) -> Result<Self> {
        let (done, rust_done) = self.done_before();
        let name = &self.name;
        match &self.resumed {
            Some(entry) if entry.rust && !rust_done && function.is_none() => {
                Err(Error::history(format!("{name} stopped before its Rust step, and this program has none for it"))
                    .hint("run the command with the program that began it: the project's own `manage`"))
            }
            // What a way back moves, it moves out of what the statements take away.
            Some(entry) if !entry.rust && done > 0 && function.is_some() && self.direction == Direction::Down => {
                Err(Error::history(format!("taking back {name} was begun without its Rust step"))
                    .hint("finish it with the program that began it, then go on with this one"))
            }
            _ => Ok(Self { rust: function, ..self }),
        }
    }
}
