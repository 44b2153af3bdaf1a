use std::collections::BTreeMap;
use std::path::Path;

use super::MakeMigrations;
use super::drafted::{Drafted, Ready};
use super::edited::Editing;
use super::goal::Goal;
use super::leg::Leg;
use crate::autodetect::{Detected, Note, Portion, autodetect, portions};
use crate::cli::Context;
use crate::commands::histories::whole_history;
use crate::commands::meeting::refuse_collisions;
use crate::commands::scratch::scratch;
use crate::database::Session;
use crate::dialect::Dialect;
use crate::error::{ErrorKind, Result};
use crate::history::{History, Migration, State, described};
use crate::questions::Questioner;
use crate::schema::{Change, Schema, Table, Wanted, Wordings};
use crate::settings::Database;
use crate::templates::Templates;

/// What is known of one database: where its migrations stand, and what its models want.
pub(super) struct Found {
    pub(super) database: Database,
    pub(super) dialect: &'static dyn Dialect,
    pub(super) history: History,
    pub(super) state: State,
    pub(super) changes: Vec<Change>,
    pub(super) notes: Vec<Note>,
    pub(super) templates: Templates,
    /// Whether a scratch database was asked what expressions of the models are in its words.
    pub(super) has_asked: bool,
}

impl Found {
    /// Reads the migrations and finds out what they lead to.
    pub(super) fn of(context: &mut Context, database: &Database) -> Result<Self> {
        let dialect = database.driver()?.dialect();
        let history = Self::history(context, database)?;
        refuse_collisions(context, database, &history)?;
        let alias = database.alias();
        let mut work = context.ui.work(format!("{alias}: replaying"), Some(history.migrations.len()));
        let mut begins = |migration: &Migration| work.advance(&migration.name);
        let state = State::load_telling(&history, dialect, &mut || scratch(database), &mut begins)?;
        drop(work);
        Self::with(context, database, history, state)
    }

    /// What is known where this is what the migrations lead to.
    pub(super) fn with(context: &mut Context, database: &Database, history: History, mut state: State) -> Result<Self> {
        state.schema.home = database.home()?;
        let driver = database.driver()?;
        let templates = Templates::of(&*context.settings()?)?.for_driver(driver);
        let (changes, notes) = (Vec::new(), Vec::new());
        let (dialect, has_asked) = (driver.dialect(), false);
        Ok(Self { database: database.clone(), dialect, history, state, changes, notes, templates, has_asked })
    }

    /// Reads the migrations of all its directories.
    pub(super) fn history(context: &mut Context, database: &Database) -> Result<History> {
        let environment = context.settings()?.environment()?;
        whole_history(context, database, environment.as_deref())
    }

    /// Warns where every table counts as gone because the settings say nothing of models, as those can that `init`
    /// writes for a crate whose `schema.rs` it does not find.
    pub(super) fn warn_without_models(&self, context: &Context) -> Result<()> {
        let own = self.state.schema.tables.keys().any(|name| !self.state.beside.tables.contains(name));
        if self.database.models()?.is_empty() && own {
            let (origin, alias) = (self.database.origin(), self.database.alias());
            context.ui.warn(format!("{origin}: `{alias}` names no models: each of its tables counts as gone"));
            context.ui.hint("say where they are: \"models\": [\"src/models.rs\"]");
        }
        Ok(())
    }

    /// Compares with the models.
    pub(super) fn detect(mut self, goal: Goal, questioner: &mut dyn Questioner) -> Result<Self> {
        let Goal { mut wanted, ignore } = goal;
        // What other directories' migrations make is theirs: models that declare it only know it.
        let beside = &self.state.beside;
        let ignore = ignore.with_others(beside.tables.clone());
        let theirs = beside.part_of(&self.state.schema);
        theirs.enums.into_values().for_each(|ty| wanted.schema.insert_enum(ty));
        self.settle_words(&mut wanted);
        let Detected { changes, notes } = autodetect(&self.state.schema, wanted, &ignore, self.dialect, questioner)?;
        self.changes = changes;
        self.notes = notes;
        Ok(self)
    }

    /// Says what the models declare in the database's words. What is not known yet is asked of a scratch database; where
    /// there is none, what looks different is taken for different.
    fn settle_words(&mut self, wanted: &mut Wanted) {
        if self.dialect.keeps_words() {
            return;
        }
        let known = &mut self.state.schema.wordings;
        let says_otherwise = |table: &&Table, known: &Wordings| {
            let mut said = (*table).clone();
            known.translate(&mut said);
            // What the dialect itself knows to be the same is not asked for.
            let mut one = Schema { enums: wanted.schema.enums.clone(), ..Schema::default() };
            one.insert(said);
            self.dialect.canonicalise(&mut one);
            let found = self.state.schema.tables.get(&table.name);
            one.table(&table.name).zip(found).is_some_and(|(said, found)| said.says_otherwise(found))
        };
        let open: Vec<Table> =
            wanted.schema.tables.values().filter(|table| says_otherwise(table, known)).cloned().collect();
        if !open.is_empty() {
            let mut asked = Schema { tables: BTreeMap::new(), ..wanted.schema.clone() };
            open.iter().cloned().for_each(|table| asked.insert(table));
            self.has_asked = true;
            if let Ok(found) = described(&asked, self.dialect, &mut || scratch(&self.database)) {
                for table in &open {
                    found.table(&table.name).into_iter().for_each(|twin| known.learn(table, twin));
                }
            }
        }
        wanted.schema.tables.values_mut().for_each(|table| known.translate(table));
    }

    /// Writes down what the migrations lead to, where that had to be found out by running them. Without it everything
    /// is right all the same, only slower.
    pub(super) fn remember(&self, context: &Context) {
        if !self.state.fresh
            && let Err(error) = self.state.save(&self.history, self.dialect)
        {
            context.ui.warn(format!("{error}: the migrations are run anew each time"));
        }
    }

    /// What changed, cut into the migrations that it takes, or one that is to be filled in by hand.
    pub(super) fn portions(&self, by_hand: bool) -> Vec<Portion> {
        match by_hand {
            true => vec![Portion { changes: Vec::new(), in_transaction: true, fading: Vec::new() }],
            false => portions(self.changes.clone(), self.dialect.driver()),
        }
    }

    /// The migrations that make the changes, edited if that is asked for, and tried: each on what those before it lead
    /// to.
    pub(super) fn draft(
        self,
        context: &Context,
        asked: &MakeMigrations,
        mut editing: Option<&mut Editing>,
    ) -> Result<Drafted> {
        let portions = self.portions(asked.templated.is_asked());
        let count = portions.len();
        let (mut history, mut schema) = (self.history.clone(), self.state.schema.clone());
        let mut migrations: Vec<Ready> = Vec::new();
        for (place, portion) in portions.into_iter().enumerate() {
            let after: Vec<&Ready> = migrations.iter().collect();
            let leg = Leg { found: &self, history, before: schema, portion, number: (place + 1, count) };
            let (new, foreseen) = leg.prepare(context, asked, &after)?;
            let new = new.with_variants(&leg.history, &asked.variant, self.dialect)?;
            let ready = match &mut editing {
                Some(editing) => editing.draft(context, leg, new, &foreseen, asked)?,
                None => Ready::tried(context, leg, new, &foreseen, asked)?,
            };
            (history, schema) = (ready.new.history.clone(), ready.schema.clone());
            schema.home.clone_from(&self.state.schema.home);
            migrations.push(ready);
        }
        Ok(Drafted { found: self, migrations })
    }

    /// A path as it is shown: as seen from the folder in which the command was called.
    pub(super) fn shown<'a>(context: &Context, path: &'a Path) -> std::path::Display<'a> {
        path.strip_prefix(&context.directory).unwrap_or(path).display()
    }
}

/// A database to try a new migration on.
pub(super) fn ground(database: &Database) -> Result<Box<dyn Session>> {
    scratch(database).map_err(|error| match error.kind() {
        ErrorKind::Failure => {
            error.hint("each migration is tried before it is kept: `--no-verify` writes it without that")
        }
        _ => error,
    })
}
