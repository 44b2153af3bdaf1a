use std::collections::BTreeSet;

use super::fill::Rows;
use super::picture::Picture;
use super::run::{Way, run};
use crate::database::Session;
use crate::error::{Error, Result};
use crate::history::replay::makes_schema;
use crate::history::{History, Migration};
use crate::schema::TableName;

/// Makes a scratch database.
pub(super) type Scratch<'a> = &'a mut dyn FnMut() -> Result<Box<dyn Session>>;

/// A scratch database with a picture of what it holds.
pub(super) struct Ground<'a, 'b> {
    pub(super) session: Box<dyn Session>,
    pub(super) picture: Picture,
    history: &'a History,
    scratch: Scratch<'b>,
}

impl<'a, 'b> Ground<'a, 'b> {
    /// An empty one.
    pub(super) fn new(history: &'a History, scratch: Scratch<'b>) -> Result<Self> {
        let session = begun(history, scratch)?;
        Ok(Self { session, picture: Picture::default(), history, scratch })
    }

    /// Runs a migration that has to hold, and looks at nothing.
    pub(super) fn pass(&mut self, migration: &Migration) -> Result<()> {
        forward(self.session.as_mut(), migration)
    }

    /// Takes a new picture, and puts rows into every table. Gives those that stayed empty.
    pub(super) fn look(&mut self, rows: Rows) -> Result<Vec<TableName>> {
        self.picture = Picture::of(self.session.as_mut())?;
        let all: Vec<TableName> = self.picture.schema.tables.keys().cloned().collect();
        rows.fill(self.session.as_mut(), &self.picture.schema, &all, &[])
    }

    /// Another scratch database on which the first `count` migrations have run, without rows of ours.
    pub(super) fn renew(&mut self, count: usize) -> Result<()> {
        self.session = begun(self.history, self.scratch)?;
        for migration in self.history.migrations.iter().take(count) {
            forward(self.session.as_mut(), migration)?;
        }
        self.picture = Picture::of(self.session.as_mut())?;
        Ok(())
    }

    /// Takes all rows out of the tables; whether that could be done.
    pub(super) fn empty(&mut self, tables: &BTreeSet<TableName>) -> bool {
        let mut left: Vec<&TableName> =
            tables.iter().filter(|name| self.picture.schema.table(name).is_some()).collect();
        while !left.is_empty() {
            let count = left.len();
            left.retain(|name| {
                let name = self.session.dialect().quote_name(name);
                self.session.execute(&format!("DELETE FROM {name}")).is_err()
            });
            if left.len() == count {
                return false;
            }
        }
        true
    }
}

/// An empty database with Diesel's table: it makes that first, and there are migrations that put triggers on it.
fn begun(history: &History, scratch: &mut dyn FnMut() -> Result<Box<dyn Session>>) -> Result<Box<dyn Session>> {
    let mut session = scratch()?;
    session.make_home(&|schema| history.migrations.iter().any(|own| makes_schema(own.plain_up(), schema)))?;
    session.execute(diesel::migration::CREATE_MIGRATIONS_TABLE)?;
    Ok(session)
}

fn forward(session: &mut dyn Session, migration: &Migration) -> Result<()> {
    run(session, migration, migration.plain_up(), Way::Forward)?.map_err(|failure| {
        Error::failure(format!("{} does not apply to an empty database: {}", migration.name, failure.says))
            .hint("every up.sql must run on an empty database after those before it: correct the statement")
    })
}
