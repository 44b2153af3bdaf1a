use crate::autodetect::Ignore;
use crate::dialect::Driver;
use crate::error::Result;
use crate::models::{Around, Models};
use crate::schema::{Place, Schema, TableName, Wanted};
use crate::settings::{Database, Settings};

/// What the models want of one database.
pub(super) struct Goal {
    pub(super) wanted: Wanted,
    /// What is to be left alone.
    pub(super) ignore: Ignore,
}

impl Goal {
    /// Reads the models. `there` are the tables that other directories' migrations make, to which foreign keys may lead.
    pub(super) fn read(database: &Database, settings: &Settings, there: &Schema) -> Result<Self> {
        let dialect = database.driver()?.dialect();
        let elsewhere = |name: &TableName| declared_elsewhere(name, database, settings);
        let around = Around { there, elsewhere: &elsewhere };
        let mut wanted = Models::read_in(database.folder(), &database.models()?, database.alias(), dialect, &around)?
            .belonging_to(settings.databases().map(Database::alias))?
            .wanted;
        if dialect.driver() == Driver::Postgres {
            wanted.schema.extensions.extend(database.extensions()?);
        }
        let ignore = Ignore::new(&database.ignore_tables()?, &database.ignore_columns()?)?;
        Ok(Self { wanted, ignore: ignore.with_types(&database.ignore_types()?)? })
    }
}

/// The other database whose own sources declare the table, and where: asked only for what is a mistake anyway, so that
/// what cannot be read there is no other one.
fn declared_elsewhere(name: &TableName, database: &Database, settings: &Settings) -> Option<(String, Place)> {
    settings.databases().filter(|other| other.alias() != database.alias()).find_map(|other| {
        let (driver, sources) = (other.driver().ok()?, other.models().ok()?);
        let models = Models::read(other.folder(), &sources, other.alias(), driver.dialect()).ok()?;
        Some((other.alias().to_owned(), models.wanted.declarations.get(name)?.place.clone()))
    })
}
