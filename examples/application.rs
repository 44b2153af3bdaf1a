//! An application that migrates its database at start, and makes sure that the schema is the one that it was built for.
//!
//! ```sh
//! cargo run --example application                          # in memory
//! cargo run --example application -- blog.sqlite3          # migrates the file, whoever else does at the same time
//! cargo run --example application -- blog.sqlite3 --check  # leaves that to `manage migrate`, and only looks
//! ```

use std::error::Error;

use diesel::{Connection, SqliteConnection};
use diesel_manage::app::{CheckError, Standing};
use diesel_migrations::{EmbeddedMigrations, embed_migrations};

/// The migrations of the demo project, in the binary.
const MIGRATIONS: EmbeddedMigrations = embed_migrations!("app_migrations/default");

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let database = arguments.next().unwrap_or_else(|| ":memory:".to_owned());
    let connection = &mut SqliteConnection::establish(&database)?;
    if arguments.next().is_none() {
        for name in diesel_manage::migrate(connection, MIGRATIONS)? {
            println!("applied {name}");
        }
    }
    match diesel_manage::check(connection, MIGRATIONS) {
        Ok(Standing::Exact) => println!("the schema is the one that this build needs"),
        // A newer build was here: what it added does not disturb this one.
        Ok(other) => println!("the schema is newer: {other:?}"),
        Err(error @ (CheckError::Empty { .. } | CheckError::Behind { .. })) => {
            eprintln!("error: {error}");
            std::process::exit(1);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
