use diesel::connection::SimpleConnection;
use diesel::sqlite::SqliteConnection;

use super::Context;
use crate::database::Access;
use crate::database::mysql::{MysqlConnection, MysqlLink};
use crate::database::postgres::{PgConnection, PostgresLink};
use crate::database::sqlite::SqliteSession;
use crate::error::{Error, Result};
use crate::settings::{Address, Database, DriverName};

/// A type of Diesel connection that [`Context::connection`] can open.
pub trait Connect: diesel::Connection + sealed::Sealed {}

mod sealed {
    use crate::error::Result;
    use crate::settings::{Address, DriverName};

    pub trait Sealed: Sized {
        /// What it speaks.
        const DRIVER: DriverName;
        /// Its name, for a person.
        const NAME: &'static str;

        /// A connection to an existing database there, which must be one that it speaks to.
        fn open(address: &Address) -> Result<Self>;
    }
}

impl Connect for SqliteConnection {}

impl sealed::Sealed for SqliteConnection {
    const DRIVER: DriverName = DriverName::Sqlite;
    const NAME: &'static str = "SqliteConnection";

    fn open(address: &Address) -> Result<Self> {
        let Address::Sqlite(address) = address else {
            return Err(Error::failure(format!("{address} is no SQLite database")));
        };
        let mut connection = SqliteSession::open(address, Access::ReadWrite)?.into_connection();
        // What SQLite does unasked depends on how it was compiled.
        connection.batch_execute("PRAGMA foreign_keys = ON")?;
        Ok(connection)
    }
}

impl Connect for PgConnection {}

impl sealed::Sealed for PgConnection {
    const DRIVER: DriverName = DriverName::Postgresql;
    const NAME: &'static str = "PgConnection";

    fn open(address: &Address) -> Result<Self> {
        let Address::Postgres(address) = address else {
            return Err(Error::failure(format!("{address} is no PostgreSQL database")));
        };
        Ok(PostgresLink::connect(address, "")?.into_diesel()?)
    }
}

impl Connect for MysqlConnection {}

impl sealed::Sealed for MysqlConnection {
    const DRIVER: DriverName = DriverName::Mysql;
    const NAME: &'static str = "MysqlConnection";

    fn open(address: &Address) -> Result<Self> {
        let Address::Mysql(address) = address else {
            return Err(Error::failure(format!("{address} is no MySQL database")));
        };
        Ok(MysqlLink::connect(address)?.into_diesel()?)
    }
}

impl Context {
    /// A Diesel connection to the database of that alias; `None` is the default one.
    ///
    /// It is as an application's should be: foreign keys are checked, a statement waits up to five seconds for other
    /// programs' locks, and then the statements of `session` in the settings have run, which can change all that.
    /// Nothing is created: `manage migrate` does that.
    ///
    /// A PostgreSQL database is a [`PgConnection`](crate::PgConnection), a MySQL or MariaDB one a
    /// [`MysqlConnection`](crate::MysqlConnection). On a server, only `lock_timeout` and `statement_timeout` of the
    /// settings limit what a statement waits for; all sessions have UTC and UTF-8.
    ///
    /// ```no_run
    /// # use diesel_manage::{Context, Outcome, Result, diesel};
    /// use diesel::RunQueryDsl;
    /// use diesel::sqlite::SqliteConnection;
    ///
    /// fn tidy(context: &mut Context) -> Result<Outcome> {
    ///     let mut connection: SqliteConnection = context.connection("default")?;
    ///     let rows = diesel::sql_query("DELETE FROM sessions").execute(&mut connection)?;
    ///     context.ui.say(format!("{rows} sessions ended"));
    ///     Ok(Outcome::Done)
    /// }
    /// ```
    ///
    /// # Errors
    /// When there are no settings, the alias is unknown, the database is not one that such a connection speaks to, is
    /// not there or cannot be opened, or when a statement of `session` fails.
    pub fn connection<'a, C: Connect>(&mut self, alias: impl Into<Option<&'a str>>) -> Result<C> {
        let database = self.database(alias)?;
        fits::<C>(&database)?;
        let mut connection = C::open(&database.address()?)?;
        for statement in database.session()? {
            connection.batch_execute(&statement).map_err(|error| {
                Error::failure(format!("a statement of `session` of the database `{}` failed", database.alias()))
                    .because(error)
                    .hint(format!("it is: {statement}"))
            })?;
        }
        Ok(connection)
    }
}

fn fits<C: Connect>(database: &Database) -> Result<()> {
    let driver = database.driver_name()?;
    if driver == C::DRIVER {
        return Ok(());
    }
    Err(Error::failure(format!(
        "the database `{}` is {driver}, and {} is a connection to {}",
        database.alias(),
        C::NAME,
        C::DRIVER
    ))
    .hint("ask for another type of connection, or for the alias of another database"))
}
