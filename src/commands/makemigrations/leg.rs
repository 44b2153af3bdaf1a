use std::collections::BTreeSet;

use super::MakeMigrations;
use super::drafted::Ready;
use super::found::Found;
use crate::autodetect::{Portion, headline, slug, slug_of_message};
use crate::cli::Context;
use crate::commands::scratch::scratch;
use crate::dialect::postgres::if_not_there;
use crate::dialect::{Driver, Rendered};
use crate::error::Result;
use crate::history::{ByHand, Draft, History, NewMigration, Version, foresee};
use crate::schema::{Change, Object, ObjectKind, Schema, invert};
use crate::templates::MigrationTemplate;

/// One of the migrations that lead from where the history ends to what the models want. Nearly always there is one.
pub(super) struct Leg<'a> {
    pub(super) found: &'a Found,
    /// The history that it comes into: with those before it.
    pub(super) history: History,
    /// What those lead to.
    pub(super) before: Schema,
    /// What it does.
    pub(super) portion: Portion,
    /// The how many-th it is, from 1 on, and of how many.
    pub(super) number: (usize, usize),
}

impl Leg<'_> {
    /// The migration, and what it is to lead to. `earlier` are those that are ready.
    pub(super) fn prepare(
        &self,
        context: &Context,
        asked: &MakeMigrations,
        earlier: &[&Ready],
    ) -> Result<(NewMigration, Schema)> {
        if let Some(name) = asked.templated.template() {
            return self.prepare_by_hand(context, asked, name);
        }
        let Found { dialect, database, templates, .. } = self.found;
        let changes = &self.portion.changes;
        let alter = database.alter()?;
        let mut up = dialect.render(&self.before, changes)?;
        alter.iter().for_each(|clause| clause.apply(&mut up));
        let after = foresee(&self.before, changes, &up, *dialect, &mut || scratch(database))?;
        let mut down = match dialect.render(&self.portion.on_the_way_back(&after), &invert(changes)) {
            // An enum may get values where it cannot lose them again.
            Err(error) if changes.iter().all(|change| matches!(change, Change::AlterEnum { .. })) => {
                context.ui.warn(format!("{} cannot be undone: {error}", headline(changes)));
                let comments = vec!["manage: irreversible".to_owned(), error.to_string()];
                vec![Rendered { comments, sql: "SELECT 1".to_owned() }]
            }
            rendered => rendered?,
        };
        if dialect.driver() == Driver::Postgres {
            down.iter_mut().for_each(|own| own.sql = if_not_there(&own.sql).unwrap_or_else(|| own.sql.clone()));
        }
        alter.iter().for_each(|clause| clause.apply(&mut down));
        down.extend(self.fallen(&after));
        let draft = Draft {
            message: self.message(asked),
            slug: self.slug(asked, earlier)?,
            parents: self.parents(),
            up,
            down,
            run_in_transaction: self.portion.in_transaction,
        };
        let new = draft.prepare(&self.history, *dialect, templates, context.clock.now())?;
        Ok((new, after))
    }

    /// The migration that the template makes, of which nobody knows what it is to lead to.
    fn prepare_by_hand(&self, context: &Context, asked: &MakeMigrations, name: &str) -> Result<(NewMigration, Schema)> {
        let template = MigrationTemplate::find(&self.found.templates, name)?;
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
        let new = migration.prepare(&self.history, self.found.dialect, context.clock.now())?;
        Ok((new, self.before.clone()))
    }

    /// What a new migration builds on.
    fn parents(&self) -> Vec<Version> {
        self.history.heads().iter().map(|head| head.version.clone()).collect()
    }

    /// The triggers that go with their tables, and how columns were stored, to come back with them, word for word.
    fn fallen<'a>(&'a self, after: &'a Schema) -> impl Iterator<Item = Rendered> + 'a {
        let changes = &self.portion.changes;
        let kept = |object: &Object| {
            let object = object.moved(changes);
            // A setting can lose a part of what it says.
            let same = |own: &Object| match object.kind {
                ObjectKind::Setting => *own == object,
                _ => own.is_same_thing(&object),
            };
            after.objects.iter().any(same)
        };
        let fallen = self.before.objects.iter().filter(move |object| !kept(object));
        fallen.map(|object| Rendered { comments: Vec::new(), sql: object.sql.clone() })
    }

    /// The first line of the migration.
    fn message(&self, asked: &MakeMigrations) -> String {
        match (asked.message(), self.number) {
            (Some(message), (_, 1)) => message.to_owned(),
            (Some(message), (place, count)) => format!("{message} ({place} of {count})"),
            (None, _) => headline(&self.portion.changes),
        }
    }

    /// What the directory is called after the version: like no other one of this run.
    fn slug(&self, asked: &MakeMigrations, earlier: &[&Ready]) -> Result<String> {
        let wanted = match asked.name.as_deref().filter(|name| !name.trim().is_empty()) {
            Some(name) => slug_of_message(name)?,
            // A message is for people: one without a letter is as good as another.
            None => asked
                .message()
                .and_then(|message| slug_of_message(message).ok())
                .unwrap_or_else(|| slug(&self.portion.changes)),
        };
        let taken: BTreeSet<&str> = earlier.iter().map(|ready| ready.new.migration.slug()).collect();
        let mut slugs = (2..).map(|number| format!("{wanted}_{number}"));
        match taken.contains(wanted.as_str()) {
            true => Ok(slugs.find(|slug| !taken.contains(slug.as_str())).unwrap_or(wanted)),
            false => Ok(wanted),
        }
    }
}
