//! What the tests on MariaDB have in common.

use crate::project::Project;
use crate::servers::{Role, Talk};

/// A migration that waits until [`Gate`] is opened: the statement runs on the server all the while.
pub(super) const WAITS: &str = "CREATE TABLE waited AS SELECT GET_LOCK(concat('gate ', DATABASE()), 100) AS got;\n";

/// What keeps a migration waiting.
pub(super) struct Gate {
    _talk: Talk,
}

impl Gate {
    /// A closed one, open when it is dropped.
    pub(super) fn closed(project: &Project) -> Self {
        let mut talk = Talk::with(project.database(), Role::Creator);
        assert_eq!(talk.ask("SELECT GET_LOCK(concat('gate ', DATABASE()), 0)"), "1\n");
        Self { _talk: talk }
    }
}

/// How many statements that hold this text run on the project's database just now.
pub(super) fn running(project: &Project, text: &str) -> usize {
    let query = format!(
        "SELECT count(*) FROM information_schema.PROCESSLIST WHERE DB = '{}' AND ID <> CONNECTION_ID() AND INFO LIKE '%{text}%'",
        project.database().name
    );
    project.database().sql_as(Role::Admin, &query).trim().parse().expect("a number")
}

/// The settings with more keys for the database.
pub(super) fn settings(project: &Project, url: &str, more: &str) {
    project.write(
        "settings.json",
        format!(r#"{{"databases": {{"default": {{"url": "{url}", "models": ["src/models.rs"]{more}}}}}}}"#),
    );
}

/// The migrations that the ledger names.
pub(super) fn ledger(project: &Project) -> String {
    project.database().sql("SELECT version FROM __diesel_schema_migrations ORDER BY 1").replace('\n', " ")
}
