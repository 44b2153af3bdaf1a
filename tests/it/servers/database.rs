//! A database of a test's own, gone when it is dropped.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::UNIX_EPOCH;

use super::{Kind, Role, Server, dump_mysql, dump_postgres};
use crate::dump::Dump;

/// A fresh database on a server. On PostgreSQL it belongs to [`Role::Creator`], and every role may create in it.
#[derive(Debug)]
pub(crate) struct Database {
    /// Where it is.
    pub(crate) server: &'static Server,
    /// Its name.
    pub(crate) name: String,
    /// Who works in it, unless somebody else is named.
    role: Role,
}

impl Database {
    /// A fresh one.
    pub(crate) fn new(server: &'static Server) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let moment = UNIX_EPOCH.elapsed().expect("a clock").as_millis();
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{moment:x}_{number}", std::process::id());
        let database = Self { server, name, role: Role::Creator };
        match server.kind {
            Kind::Postgres => {
                database.by_admin(&format!("CREATE DATABASE {} OWNER manage_creator;", database.name));
                let grants = "GRANT ALL ON SCHEMA public TO PUBLIC; ALTER SCHEMA public OWNER TO manage_creator;";
                let grants = format!("{grants} GRANT ALL ON DATABASE {} TO PUBLIC;", database.name);
                database.sql_as(Role::Admin, &grants);
            }
            Kind::Mysql => database.by_admin(&format!("CREATE DATABASE {};", database.name)),
        }
        database
    }

    /// The same database, with everything done in it by another role.
    pub(crate) fn used_by(self, role: Role) -> Self {
        // The copy is the one that drops it.
        let own = std::mem::ManuallyDrop::new(self);
        Self { server: own.server, name: own.name.clone(), role }
    }

    /// On PostgreSQL.
    pub(crate) fn postgres() -> Self {
        Self::new(Server::postgres())
    }

    /// On MariaDB.
    pub(crate) fn mysql() -> Self {
        Self::new(Server::mysql())
    }

    /// Its URL for the role that works in it: the one that owns it and may create databases.
    pub(crate) fn url(&self) -> String {
        self.url_as(self.role)
    }

    /// Who works in it as a rule.
    pub(crate) fn role(&self) -> Role {
        self.role
    }

    /// Its URL for another role.
    pub(crate) fn url_as(&self, role: Role) -> String {
        self.server.url(role, &self.name)
    }

    /// Runs SQL in it: the rows as lines, the columns apart by tabs.
    #[track_caller]
    pub(crate) fn sql(&self, sql: &str) -> String {
        self.sql_as(self.role, sql)
    }

    /// Runs SQL in it as somebody else.
    #[track_caller]
    pub(crate) fn sql_as(&self, role: Role, sql: &str) -> String {
        self.try_sql(role, sql).unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// Runs SQL in it, which may fail.
    pub(crate) fn try_sql(&self, role: Role, sql: &str) -> Result<String, String> {
        self.server.try_sql(role, &self.name, sql)
    }

    /// The server's own command line on it, to be given a script.
    pub(crate) fn client(&self, role: Role) -> std::process::Command {
        self.server.plain_client(role, &self.name)
    }

    /// Everything in it but the ledger and the journal.
    pub(crate) fn dump(&self) -> Dump {
        match self.server.kind {
            Kind::Postgres => dump_postgres::dump(self),
            Kind::Mysql => dump_mysql::dump(self),
        }
    }

    /// Empties it: a database of the same name without anything in it.
    pub(crate) fn empty(&self) {
        match self.server.kind {
            Kind::Postgres => drop(self.sql_as(
                Role::Admin,
                "DO $$ DECLARE own text; BEGIN
                 FOR own IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$)' LOOP
                 EXECUTE format('DROP SCHEMA %I CASCADE', own); END LOOP; END $$;
                 CREATE SCHEMA public AUTHORIZATION manage_creator; GRANT ALL ON SCHEMA public TO PUBLIC;",
            )),
            Kind::Mysql => self.by_admin(&format!("DROP DATABASE {0}; CREATE DATABASE {0};", self.name)),
        }
    }

    /// The scratch databases that are on its server just now and have this in their name: other tests make some, too.
    pub(crate) fn scratch_databases(&self, part: &str) -> Vec<String> {
        let query = match self.server.kind {
            Kind::Postgres => "SELECT datname FROM pg_database WHERE datname LIKE 'manage\\_scratch%' ORDER BY 1",
            Kind::Mysql => {
                "SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE 'manage\\_scratch%' ORDER BY 1"
            }
        };
        self.sql_as(Role::Admin, query).lines().filter(|name| name.contains(part)).map(str::to_owned).collect()
    }

    /// A copy of it as it is now, under a name of its own. Nobody may be connected to it.
    pub(crate) fn copy(&self) -> Self {
        match self.server.kind {
            Kind::Postgres => {
                let copy = Self { server: self.server, name: format!("{}_copy", self.name), role: self.role };
                let Self { name, .. } = self;
                copy.by_admin(&format!("CREATE DATABASE {} TEMPLATE {name} OWNER manage_creator;", copy.name));
                copy
            }
            Kind::Mysql => {
                let copy = Self::new(self.server);
                let text = dump_mysql::everything(self);
                copy.sql_as(Role::Admin, &text);
                copy
            }
        }
    }

    /// Makes a database of MariaDB what another one is.
    pub(crate) fn take(&self, other: &Self) {
        self.empty();
        self.sql_as(Role::Admin, &dump_mysql::everything(other));
    }

    #[track_caller]
    fn by_admin(&self, sql: &str) {
        let database = match self.server.kind {
            Kind::Postgres => "postgres",
            Kind::Mysql => "mysql",
        };
        self.server.try_sql(Role::Admin, database, sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let (database, force) = match self.server.kind {
            Kind::Postgres => ("postgres", " WITH (FORCE)"),
            Kind::Mysql => ("mysql", ""),
        };
        let sql = format!("DROP DATABASE IF EXISTS {}{force};", self.name);
        if let Err(error) = self.server.try_sql(Role::Admin, database, &sql) {
            eprintln!("{sql}: {error}");
        }
    }
}
