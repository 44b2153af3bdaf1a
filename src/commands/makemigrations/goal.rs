use crate::autodetect::Ignore;
use crate::dialect::Driver;
use crate::error::{Error, Result};
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
        let home = database.home()?;
        let around = Around { there, elsewhere: &elsewhere, home: home.as_deref() };
        let mut wanted = Models::read_in(database.folder(), &database.models()?, database.alias(), dialect, &around)?
            .belonging_to(settings.databases().map(Database::alias))?
            .wanted;
        if dialect.driver() == Driver::Postgres {
            wanted.schema.extensions.extend(database.extensions()?);
        }
        if dialect.driver() == Driver::Postgres {
            refuse_newer(&wanted, database.server_version())?;
        }
        let ignore = Ignore::new(&database.ignore_tables()?, &database.ignore_columns()?)?;
        Ok(Self { wanted, ignore: ignore.with_types(&database.ignore_types()?)? })
    }
}

/// Refuses what only newer servers of PostgreSQL have, unless the settings say that it is such a one.
fn refuse_newer(wanted: &Wanted, version: Option<u32>) -> Result<()> {
    for (name, declared) in &wanted.declarations {
        let Some(table) = wanted.schema.table(name).filter(|_| declared.managed) else { continue };
        let mut computed = table.columns.iter().filter(|own| own.generated.as_ref().is_some_and(|own| !own.stored));
        if let Some(column) = computed.next().filter(|_| version.is_none_or(|version| version < 18)) {
            let why = format!("PostgreSQL before 18 computes `{}` only to store it", column.name);
            return Err(Error::failure(format!("{}: the table {name} cannot be: {why}", declared.place))
                .hint("say `stored`")
                .hint("or, if all servers are new enough, in the settings: \"server_version\": 18"));
        }
        let mut sets = table.uniques.iter().map(|own| own.nulls_not_distinct);
        if version.is_some_and(|version| version < 15) && sets.any(|own| own) {
            let why = "PostgreSQL before 15 has no nulls_not_distinct, and the settings say that it is older";
            return Err(Error::failure(format!("{}: the table {name} cannot be: {why}", declared.place)));
        }
    }
    Ok(())
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
