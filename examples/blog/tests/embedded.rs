//! The demo project's migrations as an application has them in its binary: `embed_migrations!`, nothing of manage's.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel::sqlite::SqliteConnection;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../app_migrations/default");

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Every statement of the schema but the ledger's.
fn schema(connection: &mut SqliteConnection) -> Vec<String> {
    diesel::sql_query(
        "SELECT sql AS line FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name <> '__diesel_schema_migrations'
         AND name NOT LIKE 'sqlite%' ORDER BY name",
    )
    .load::<Line>(connection)
    .expect("the schema")
    .into_iter()
    .map(|line| line.line)
    .collect()
}

#[test]
fn they_run_from_inside_the_binary_forward_and_back() {
    for foreign_keys in ["ON", "OFF"] {
        let connection = &mut SqliteConnection::establish(":memory:").expect("a database in memory");
        connection.batch_execute(&format!("PRAGMA foreign_keys = {foreign_keys}")).expect("a pragma");
        let count = connection.run_pending_migrations(MIGRATIONS).expect("all migrations").len();
        assert!(count > 1);
        let whole = schema(connection);
        assert!(whole.iter().any(|sql| sql.contains("posts")), "{whole:?}");

        connection.revert_last_migration(MIGRATIONS).expect("the newest");
        assert_ne!(schema(connection), whole);
        connection.run_pending_migrations(MIGRATIONS).expect("the newest again");
        assert_eq!(schema(connection), whole);

        connection.revert_all_migrations(MIGRATIONS).expect("all");
        assert_eq!(schema(connection), Vec::<String>::new());
        connection.run_pending_migrations(MIGRATIONS).expect("all again");
        assert_eq!(schema(connection), whole);
    }
}
