use crate::autodetect::Ignore;
use crate::dialect::Driver;
use crate::error::Result;
use crate::models::Models;
use crate::schema::Wanted;
use crate::settings::{Database, Settings};

/// What the models want of one database.
pub(super) struct Goal {
    pub(super) wanted: Wanted,
    /// What is to be left alone.
    pub(super) ignore: Ignore,
}

impl Goal {
    /// Reads the models.
    pub(super) fn read(database: &Database, settings: &Settings) -> Result<Self> {
        let dialect = database.driver()?.dialect();
        let mut wanted = Models::read(database.folder(), &database.models()?, database.alias(), dialect)?
            .belonging_to(settings.databases().map(Database::alias))?
            .wanted;
        if dialect.driver() == Driver::Postgres {
            wanted.schema.extensions.extend(database.extensions()?);
        }
        let ignore = Ignore::new(&database.ignore_tables()?, &database.ignore_columns()?)?;
        Ok(Self { wanted, ignore: ignore.with_types(&database.ignore_types()?)? })
    }
}
