use crate::cli::Context;
use crate::database::{self, Access, Target};
use crate::error::{Error, Result};
use crate::schema::{Schema, TableName, VersionTable};
use crate::settings::{Address, Database};

/// What a live database holds, the tables left out in which tools keep their migrations.
pub(super) struct Live {
    /// What it holds.
    pub(super) schema: Schema,
    /// The tables of other tools.
    pub(super) others: Vec<VersionTable>,
    /// Whether Diesel's ledger is there.
    pub(super) has_ledger: bool,
    /// Where it is, for a person.
    pub(super) place: String,
}

impl Live {
    /// Looks at the database; nothing in it is changed.
    ///
    /// # Errors
    /// When it is not there, or cannot be read.
    pub(super) fn of(context: &Context, database: &Database) -> Result<Self> {
        let address = database.address()?;
        let mut target = Self::target(database, &address)?;
        let place = address.to_string();
        let _work = context.ui.work(format!("{}: reading the schema", database.alias()), None);
        let mut schema = target.introspect()?;
        for own in target.unreadable() {
            context.ui.warn(unreadable(&own));
        }
        let has_ledger = target.has_table("__diesel_schema_migrations")?;
        let others: Vec<VersionTable> = schema.tables.values().filter_map(VersionTable::of).collect();
        let is_other = |name: &TableName| others.iter().any(|own| own.table == *name);
        schema.tables.retain(|name, _| !is_other(name));
        Ok(Self { schema, others, has_ledger, place })
    }

    /// A connection to it that changes nothing.
    pub(super) fn target(database: &Database, address: &Address) -> Result<Box<dyn Target>> {
        if let Address::Sqlite(sqlite) = address
            && !sqlite.path().try_exists().unwrap_or(true)
        {
            return Err(Error::failure(format!("there is no database {address}"))
                .hint("check the path in the settings; `manage migrate` makes a new one"));
        }
        let mut target = database::open(address, Access::ReadOnly)?;
        for statement in database.session()? {
            target.execute(&statement).map_err(|error| {
                Error::from(error).hint(format!("it is the statement `{statement}` of `session` in the settings"))
            })?;
        }
        Ok(target)
    }

    /// Says whose tables were left out.
    pub(super) fn say_others(&self, context: &Context) {
        for own in &self.others {
            context.ui.say(format!("Left out: {}, in which {} keeps its migrations", own.table, own.tool));
        }
    }
}

/// What is said of something that is there, and that this role cannot look into.
pub(super) fn unreadable(what: &str) -> String {
    format!("this role may not read the definition of {what}: it is left out")
}
