use crate::database::{mysql, postgres};
use crate::dialect::{Dialect, Driver};
use crate::sql::Statement;

/// What MySQL's command line can be told to end a statement with.
const ENDS: [&str; 5] = ["//", "$$", ";;", "@@end@@", "--end--"];

/// The database's own command line: what it has to be told beside the statements.
pub(super) struct Client<'a> {
    dialect: &'a dyn Dialect,
    /// Statements of the settings that run on each connection.
    session: &'a [String],
    /// The name of the database on its server.
    database: &'a str,
}

impl<'a> Client<'a> {
    pub(super) fn new(dialect: &'a dyn Dialect, session: &'a [String], database: &'a str) -> Self {
        Self { dialect, session, database }
    }

    /// A call that runs a script.
    pub(super) fn call(&self) -> &'static str {
        match self.dialect.driver() {
            Driver::Sqlite => "sqlite3 DATABASE < SCRIPT",
            Driver::Postgres => "psql -X -d DATABASE -f SCRIPT",
            // Without it comments in bodies are lost.
            Driver::Mysql => "mysql --comments DATABASE < SCRIPT",
        }
    }

    /// What ends the script at the first error, as text of the command line's own.
    pub(super) fn first(&self) -> &'static str {
        match self.dialect.driver() {
            Driver::Sqlite => ".bail on\n.timeout 60000\n",
            Driver::Postgres => "\\set ON_ERROR_STOP on\n\\set AUTOCOMMIT on\n",
            // It does so by itself.
            Driver::Mysql => "",
        }
    }

    /// The session as `manage` has it, and where it is noted how it was.
    pub(super) fn arrange(&self) -> Vec<String> {
        let own: &[&str] = match self.dialect.driver() {
            Driver::Sqlite => &["PRAGMA foreign_keys = ON"],
            Driver::Postgres => &[
                "SET client_encoding = 'UTF8'",
                "SET client_min_messages = warning",
                "SET lock_timeout = '60s'",
                "SET TIME ZONE 'UTC'",
            ],
            Driver::Mysql => {
                &["SET time_zone = '+00:00', character_set_client = 'utf8mb4', character_set_connection = 'utf8mb4', \
                 character_set_results = 'utf8mb4', lock_wait_timeout = 60, innodb_lock_wait_timeout = 60"]
            }
        };
        own.iter().map(|text| (*text).to_owned()).chain(self.session.iter().cloned()).chain(self.note()).collect()
    }

    /// Notes in the session what ledger and journal depend on.
    fn note(&self) -> Option<String> {
        match self.dialect.driver() {
            Driver::Sqlite => None,
            Driver::Postgres => Some(
                "SELECT pg_catalog.set_config('manage.search_path', pg_catalog.current_setting('search_path'), false), \
                 pg_catalog.set_config('manage.role', pg_catalog.current_setting('role'), false)"
                    .to_owned(),
            ),
            Driver::Mysql => Some(
                "SET @manage_sql_mode = @@sql_mode, @manage_foreign_key_checks = @@foreign_key_checks, \
                 @manage_unique_checks = @@unique_checks, @manage_autocommit = @@autocommit, \
                 @manage_collation = @@collation_connection"
                    .to_owned(),
            ),
        }
    }

    /// Whether the statements may change the session.
    pub(super) fn leads_away(&self, statements: &[Statement]) -> bool {
        match self.dialect.driver() {
            // Ledger and journal are found wherever a PRAGMA leads.
            Driver::Sqlite => false,
            Driver::Postgres => postgres::may_change(statements),
            Driver::Mysql => statements.iter().any(mysql::leads_away),
        }
    }

    /// Whether the next migration would find the session changed by these.
    pub(super) fn leaves_changed(&self, statements: &[Statement]) -> bool {
        self.leads_away(statements) || self.dialect.driver() == Driver::Sqlite
    }

    /// What leads back to ledger and journal, in a transaction.
    pub(super) fn come_home(&self, statements: &[Statement]) -> Vec<String> {
        match self.dialect.driver() {
            Driver::Sqlite => Vec::new(),
            Driver::Postgres => vec![
                "SELECT pg_catalog.set_config('role', pg_catalog.current_setting('manage.role', true), true), \
                 pg_catalog.set_config('search_path', pg_catalog.current_setting('manage.search_path', true), true)"
                    .to_owned(),
            ],
            Driver::Mysql => {
                let uses = |statement: &Statement| statement.words().iter().any(|word| word.is_word("use"));
                let to = statements.iter().any(uses).then(|| format!("USE {}", self.dialect.quote(self.database)));
                let set = "SET sql_mode = @manage_sql_mode, foreign_key_checks = @manage_foreign_key_checks, \
                           unique_checks = @manage_unique_checks, time_zone = '+00:00', \
                           character_set_client = 'utf8mb4', character_set_results = 'utf8mb4', \
                           collation_connection = @manage_collation";
                to.into_iter().chain([set.to_owned()]).collect()
            }
        }
    }

    /// What the next migration's session has to be made of, after these.
    pub(super) fn put_back(&self, statements: &[Statement]) -> Vec<String> {
        match self.dialect.driver() {
            Driver::Sqlite => back_from_pragmas(statements),
            Driver::Postgres => {
                let reset = ["RESET SESSION AUTHORIZATION", "RESET ALL"].map(str::to_owned);
                reset.into_iter().chain(self.arrange()).collect()
            }
            Driver::Mysql => vec!["SET autocommit = @manage_autocommit".to_owned()],
        }
    }

    /// What begins a transaction.
    pub(super) fn begin(&self) -> &'static str {
        match self.dialect.driver() {
            Driver::Sqlite => "BEGIN IMMEDIATE",
            Driver::Postgres => "BEGIN",
            Driver::Mysql => "START TRANSACTION",
        }
    }

    /// The statement as it is typed.
    pub(super) fn typed(&self, statement: &str) -> String {
        if self.dialect.driver() == Driver::Mysql && statement.contains(';') {
            let end = ENDS.iter().find(|end| !statement.contains(**end)).copied().unwrap_or("--the-end--");
            return format!("DELIMITER {end}\n{statement}\n{end}\nDELIMITER ;\n");
        }
        format!("{statement};\n")
    }
}

/// SQLite's settings that a migration leaves changed, as they are by themselves.
fn back_from_pragmas(statements: &[Statement]) -> Vec<String> {
    let mut back = Vec::new();
    for statement in statements {
        let words = statement.words();
        let is = |place: usize, word: &str| words.get(place).is_some_and(|token| token.is_word(word));
        if is(0, "pragma") && is(1, "foreign_keys") {
            back.push("PRAGMA foreign_keys = ON".to_owned());
        } else if is(0, "pragma") && is(1, "legacy_alter_table") {
            back.push("PRAGMA legacy_alter_table = OFF".to_owned());
        }
    }
    back.dedup();
    back
}
