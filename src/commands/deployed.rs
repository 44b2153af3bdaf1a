use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::Path;
use std::thread::{self, Builder};

use super::histories::{histories, say_sizes};
use super::trace::trace;
use crate::cli::Context;
use crate::database::sqlite::SqliteSession;
use crate::database::{
    self, Access, Direction, Examined, MigrationState, Opening, Options, RustSteps, Target, examined, status,
};
use crate::dialect::Dialect;
use crate::error::{Error, ErrorKind, Result};
use crate::history::{History, Migration, Revision, Version};
use crate::settings::{Address, Database, Late};
use crate::ui::Ui;

/// A live database together with the migrations that are meant for it.
pub(super) struct Deployed {
    pub(super) database: Database,
    /// Our own directory's migrations, which a target on the command line is one of.
    own: History,
    /// Those of the directories beside it.
    libraries: Vec<History>,
    /// Those of all directories in the order in which they run, where there are several.
    together: Option<Vec<Migration>>,
    address: Address,
    /// Opened already, for whoever asks first.
    early: RefCell<Option<(Access, SqliteSession)>>,
    /// A connection to a server that is on its way.
    opening: RefCell<Option<(Access, Opening)>>,
    dialect: &'static dyn Dialect,
    session: Vec<String>,
    ui: Ui,
    steps: RustSteps,
    /// Whether commands work on it that are told of none.
    is_default: bool,
}

/// The database, opened before it is asked for. Where that fails, whoever asks is told why.
fn early(address: &Address, access: Access) -> Option<(Access, SqliteSession)> {
    let Address::Sqlite(address) = address else { return None };
    // What is not there is not made before it is known what for.
    let is_there = address.path().metadata().is_ok_and(|file| file.is_file() && file.len() > 0);
    is_there.then(|| SqliteSession::open(address, access).ok()).flatten().map(|session| (access, session))
}

impl Deployed {
    /// Reads the migrations of all its directories. A database that is there is opened meanwhile as it is going to be asked
    /// for, since SQLite takes as long to read a large schema; nothing in it is looked at yet.
    pub(super) fn of(context: &mut Context, database: &Database, access: Access) -> Result<Self> {
        Self::opened(context, database, Some(access))
    }

    /// The same where it may be that the database is never asked.
    pub(super) fn read(context: &mut Context, database: &Database) -> Result<Self> {
        Self::opened(context, database, None)
    }

    fn opened(context: &mut Context, database: &Database, access: Option<Access>) -> Result<Self> {
        let address = database.address()?;
        let dialect = address.driver().dialect();
        // A server takes as long to let somebody in as many a migration takes to read; why it does not is said later.
        let opening = match (&address, access) {
            (Address::Postgres(server), Some(access)) => {
                crate::database::begin_to_open(server, access).map(|opening| (access, opening))
            }
            _ => None,
        };
        let settings = context.settings()?;
        let environment = settings.environment()?;
        let (histories, early) = thread::scope(|scope| {
            let early = Builder::new().spawn_scoped(scope, || access.and_then(|access| early(&address, access)));
            let histories = histories(database, environment.as_deref());
            (histories, early.ok().and_then(|thread| thread.join().ok()).flatten())
        });
        let histories = histories?;
        let (early, opening) = (RefCell::new(early), RefCell::new(opening));
        for warning in histories.iter().flat_map(|history| &history.warnings) {
            context.ui.warn(warning);
        }
        say_sizes(&context.ui, database, &histories);
        let together = match histories.split_first() {
            Some((own, others)) if !others.is_empty() => Some(own.clone().beside(others.to_vec())?.migrations),
            _ => None,
        };
        let mut histories = histories.into_iter();
        let own = histories.next().unwrap_or_default();
        let libraries = histories.collect();
        let migrations = together.as_deref().unwrap_or(&own.migrations);
        let (session, ui) = (database.session()?, context.ui.clone());
        let steps = context.program.steps.of(&settings, database, migrations)?;
        let is_default = context.database(None).is_ok_and(|default| default.alias() == database.alias());
        let database = database.clone();
        Ok(Self {
            database,
            own,
            libraries,
            together,
            address,
            early,
            opening,
            dialect,
            session,
            ui,
            steps,
            is_default,
        })
    }

    /// The migrations of all directories, in the order in which they run.
    pub(super) fn migrations(&self) -> &[Migration] {
        self.together.as_deref().unwrap_or(&self.own.migrations)
    }

    /// Our own directory's migrations, which a revision on the command line is one of.
    pub(super) fn own(&self) -> &History {
        &self.own
    }

    /// The migrations of one of its directories.
    pub(super) fn history_in(&self, directory: &Path) -> Option<&History> {
        std::iter::once(&self.own).chain(&self.libraries).find(|history| history.directory == directory)
    }

    /// Statements of the settings that run on each connection.
    pub(super) fn session(&self) -> &[String] {
        &self.session
    }

    /// Warns where what the settings ask of each connection lets the server cut values silently.
    pub(super) fn warn_of_session(&self) {
        if let (Address::Mysql(_), Some(statement)) = (&self.address, database::mysql::not_strict(&self.session)) {
            self.ui.warn(format!("`{statement}` of `session` lets the server cut values that do not fit, silently"));
            self.ui.hint("add STRICT_TRANS_TABLES to the mode, in the settings");
        }
    }

    /// Where the database is.
    pub(super) fn address(&self) -> &Address {
        &self.address
    }

    /// The error with the commands that it proposes as they are called for this database.
    pub(super) fn about(&self, error: Error) -> Error {
        match error.kind() {
            ErrorKind::History | ErrorKind::Usage => error.with_hints_as(&|hint| self.called(hint)),
            _ => error,
        }
    }

    /// The text with the commands that it proposes as they are called for this database.
    pub(super) fn called(&self, text: &str) -> String {
        if self.is_default {
            return text.to_owned();
        }
        let alias = shell_words::quote(self.database.alias());
        let part = |(place, part): (usize, &str)| match place % 2 {
            1 if part.starts_with("manage ") => format!("{part} --database {alias}"),
            _ => part.to_owned(),
        };
        text.split('`').enumerate().map(part).collect::<Vec<_>>().join("`")
    }

    /// Where the database is, for a person.
    pub(super) fn place(&self) -> String {
        self.address.to_string()
    }

    /// How it is spoken to.
    pub(super) fn dialect(&self) -> &'static dyn Dialect {
        self.dialect
    }

    /// Whether there is such a database; in doubt there is.
    pub(super) fn exists(&self) -> bool {
        match &self.address {
            Address::Sqlite(address) => address.path().try_exists().unwrap_or(true),
            // Whether it is there is known when it is connected to.
            Address::Postgres(_) | Address::Mysql(_) => true,
        }
    }

    /// A connection to work on; a file that is not there is made.
    pub(super) fn open(&self) -> Result<Box<dyn Target>> {
        self.open_for(Access::Create)
    }

    /// A connection that must not change anything. A database that is not there is one that holds nothing.
    pub(super) fn look(&self) -> Result<Box<dyn Target>> {
        if !self.exists() {
            return Ok(Box::new(SqliteSession::in_memory()?));
        }
        let mut target = self.open_for(Access::ReadOnly)?;
        if !matches!(self.address, Address::Sqlite(_)) {
            // Where tables are looked for may be said there.
            let sets = |statement: &&String| {
                statement.trim_start().get(..4).is_some_and(|word| word.eq_ignore_ascii_case("set "))
            };
            for statement in self.session.iter().filter(sets) {
                target.execute(statement)?;
            }
        }
        Ok(target)
    }

    fn open_for(&self, access: Access) -> Result<Box<dyn Target>> {
        let Address::Sqlite(address) = &self.address else {
            let opening = self.opening.take().filter(|(opened, _)| *opened == access);
            return match opening.and_then(|(_, opening)| opening.join().ok()) {
                Some(opened) => Ok(Box::new(opened?)),
                None => database::open(&self.address, access),
            };
        };
        let early = self.early.take().filter(|(opened, _)| *opened == access);
        let mut session = early.map_or_else(|| SqliteSession::open(address, access), |(_, session)| Ok(session))?;
        trace(&self.ui, session.connection());
        Ok(Box::new(session))
    }

    /// What has become of every migration; nothing is changed.
    pub(super) fn status(&self) -> Result<Vec<MigrationState>> {
        status(self.look()?.as_mut(), self.migrations())
    }

    /// How the database is, for a repair; nothing is changed.
    pub(super) fn examined(&self) -> Result<Examined> {
        examined(self.look()?.as_mut(), self.migrations())
    }

    /// The place in our own history that a person means.
    pub(super) fn revision(&self, text: &str, states: &[MigrationState]) -> Result<Revision> {
        let applied: BTreeSet<Version> =
            states.iter().filter(|state| state.is_applied()).map(|state| state.version.clone()).collect();
        self.own.revision(text, &applied)
    }

    /// How migrations run here.
    pub(super) fn options<'a>(&'a self, command: &'a str) -> Options<'a> {
        let late = match self.database.late() {
            Late::Warn => crate::database::Late::Judge,
            Late::Error => crate::database::Late::Refuse,
        };
        Options { session: &self.session, command, late, steps: self.steps.clone(), ..Options::default() }
    }

    /// Whether Rust runs with the migration of that directory, that way.
    pub(super) fn has_step(&self, name: &str, direction: Direction) -> bool {
        self.steps.get(&Version::of_directory(name), direction).is_some()
    }

    /// What is to be said of a migration's Rust step, if it has one.
    pub(super) fn step_note(&self, state: &MigrationState) -> Option<&'static str> {
        match () {
            () if self.steps.was_passed_over(state) => Some("applied without its Rust step"),
            () if self.steps.get(&state.version, Direction::Up).is_some() => Some("+ Rust step"),
            () => None,
        }
    }
}
