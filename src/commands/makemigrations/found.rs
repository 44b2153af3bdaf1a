use std::collections::BTreeMap;
use std::path::Path;

use super::MakeMigrations;
use super::drafted::Drafted;
use super::edited::Editing;
use super::goal::Goal;
use crate::autodetect::{Detected, Note, autodetect, headline, slug, slug_of_message};
use crate::cli::Context;
use crate::database::sqlite::SqliteSession;
use crate::database::{self, Session};
use crate::dialect::{Dialect, Driver, Rendered};
use crate::error::{Error, Result};
use crate::history::{ByHand, Draft, History, Migration, NewMigration, State, Version, described, foresee};
use crate::questions::Questioner;
use crate::schema::{Change, Object, Schema, Table, Wanted, Wordings, invert};
use crate::settings::Database;
use crate::templates::{MigrationTemplate, Templates};

/// What is known of one database: where its migrations stand, and what its models want.
pub(super) struct Found {
    pub(super) database: Database,
    pub(super) dialect: &'static dyn Dialect,
    pub(super) history: History,
    pub(super) state: State,
    pub(super) changes: Vec<Change>,
    pub(super) notes: Vec<Note>,
    pub(super) templates: Templates,
}

impl Found {
    /// Reads the migrations and finds out what they lead to.
    pub(super) fn of(context: &mut Context, database: &Database) -> Result<Self> {
        let driver = database.driver()?;
        let dialect = driver.dialect();
        let environment = context.settings()?.environment()?;
        let history = History::read(&database.migrations_directory()?, dialect, environment.as_deref())?;
        let alias = database.alias();
        context.ui.detail(format!(
            "{alias}: {} migrations in {}",
            history.migrations.len(),
            history.directory.display()
        ));
        let mut work = context.ui.work(format!("{alias}: replaying"), Some(history.migrations.len()));
        let mut begins = |migration: &Migration| work.advance(&migration.name);
        let state = State::load_telling(&history, dialect, &mut || scratch(database), &mut begins)?;
        let templates = Templates::of(&*context.settings()?)?.for_driver(driver);
        let (changes, notes) = (Vec::new(), Vec::new());
        Ok(Self { database: database.clone(), dialect, history, state, changes, notes, templates })
    }

    /// Warns where every table counts as gone because the settings say nothing of models, as those can that `init`
    /// writes for a crate whose `schema.rs` it does not find.
    pub(super) fn warn_without_models(&self, context: &Context) -> Result<()> {
        if self.database.models()?.is_empty() && !self.state.schema.tables.is_empty() {
            let (origin, alias) = (self.database.origin(), self.database.alias());
            context.ui.warn(format!("{origin}: `{alias}` names no models: each of its tables counts as gone"));
            context.ui.hint("say where they are: \"models\": [\"src/models.rs\"]");
        }
        Ok(())
    }

    /// Compares with the models.
    pub(super) fn detect(mut self, goal: Goal, questioner: &mut dyn Questioner) -> Result<Self> {
        let Goal { mut wanted, ignore } = goal;
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
            self.state.schema.tables.get(&table.name).is_some_and(|found| said.says_otherwise(found))
        };
        let open: Vec<Table> =
            wanted.schema.tables.values().filter(|table| says_otherwise(table, known)).cloned().collect();
        if !open.is_empty() {
            let mut asked = Schema { tables: BTreeMap::new(), ..wanted.schema.clone() };
            open.iter().cloned().for_each(|table| asked.insert(table));
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

    /// The migration that makes the changes, edited if that is asked for, and tried.
    pub(super) fn draft(
        self,
        context: &Context,
        asked: &MakeMigrations,
        editing: Option<&mut Editing>,
    ) -> Result<Drafted> {
        let (new, after) = self.prepare(context, asked)?;
        let new = new.with_variants(&self.history, &asked.variant, self.dialect)?;
        match editing {
            Some(editing) => editing.draft(context, self, new, &after, asked),
            None => Drafted::tried(context, self, new, &after, asked),
        }
    }

    /// The migration that makes the changes, and what it is to lead to.
    fn prepare(&self, context: &Context, asked: &MakeMigrations) -> Result<(NewMigration, Schema)> {
        if let Some(name) = asked.templated.template() {
            return self.prepare_by_hand(context, asked, name);
        }
        let up = self.dialect.render(&self.state.schema, &self.changes)?;
        let after = foresee(&self.state.schema, &self.changes, &up, self.dialect, &mut || scratch(&self.database))?;
        let mut down = self.dialect.render(&after, &invert(&self.changes))?;
        down.extend(self.fallen(&after));
        let draft = Draft {
            message: self.message(asked),
            slug: self.slug(asked)?,
            parents: self.parents(),
            up,
            down,
            run_in_transaction: true,
        };
        let new = draft.prepare(&self.history, self.dialect, &self.templates, context.clock.now())?;
        Ok((new, after))
    }

    /// The migration that the template makes, of which nobody knows what it is to lead to.
    fn prepare_by_hand(&self, context: &Context, asked: &MakeMigrations, name: &str) -> Result<(NewMigration, Schema)> {
        let template = MigrationTemplate::find(&self.templates, name)?;
        let values = asked.templated.values()?;
        template.check(&values)?;
        let said = asked.message().map(str::to_owned);
        let own = template.message(&values)?;
        let slug = match (asked.name.as_deref().or(said.as_deref()), &own) {
            (Some(given), _) => slug_of_message(given)?,
            // A template that says the same each time says no more than its name.
            (None, Some(own)) if !values.is_empty() => slug_of_message(own)?,
            _ => name.to_owned(),
        };
        let message = said.or(own).unwrap_or_else(|| format!("Made from the template {name}"));
        let migration = ByHand { template: &template, values: &values, message, slug, parents: self.parents() };
        let new = migration.prepare(&self.history, self.dialect, context.clock.now())?;
        Ok((new, self.state.schema.clone()))
    }

    /// What a new migration builds on.
    fn parents(&self) -> Vec<Version> {
        self.history.heads().iter().map(|head| head.version.clone()).collect()
    }

    /// The triggers that go with their tables, to come back with them, word for word.
    fn fallen<'a>(&'a self, after: &'a Schema) -> impl Iterator<Item = Rendered> + 'a {
        let kept = |object: &Object| after.objects.iter().any(|own| own.kind == object.kind && own.name == object.name);
        let fallen = self.state.schema.objects.iter().filter(move |object| !kept(object));
        fallen.map(|object| Rendered { comments: Vec::new(), sql: object.sql.clone() })
    }

    /// The first line of the migration.
    fn message(&self, asked: &MakeMigrations) -> String {
        match asked.message() {
            Some(message) => message.to_owned(),
            None => headline(&self.changes),
        }
    }

    /// What the directory is called after the version.
    fn slug(&self, asked: &MakeMigrations) -> Result<String> {
        match asked.name.as_deref().filter(|name| !name.trim().is_empty()) {
            Some(name) => slug_of_message(name),
            // A message is for people: one without a letter is as good as another.
            None => Ok(asked
                .message()
                .and_then(|message| slug_of_message(message).ok())
                .unwrap_or_else(|| slug(&self.changes))),
        }
    }

    /// A path as it is shown: as seen from the folder in which the command was called.
    pub(super) fn shown<'a>(context: &Context, path: &'a Path) -> std::path::Display<'a> {
        path.strip_prefix(&context.directory).unwrap_or(path).display()
    }
}

/// A database to try things on.
pub(super) fn scratch(database: &Database) -> Result<Box<dyn Session>> {
    match database.driver()? {
        Driver::Sqlite => Ok(Box::new(SqliteSession::in_memory()?)),
        Driver::Postgres | Driver::Mysql => {
            let mut session = database::scratch(&database.address()?)?;
            // A migration may need what they set up.
            for statement in database.session()? {
                session.execute(&statement).map_err(|error| {
                    Error::failure(format!("a statement of `session` of the database `{}` failed", database.alias()))
                        .because(error)
                        .hint(format!("it is: {statement}"))
                })?;
            }
            Ok(session)
        }
    }
}
