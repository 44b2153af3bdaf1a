//! A `manage` of one's own, in which Rust runs with a migration: it moves data in a way that SQL has no words for.
//!
//! ```sh
//! cargo run --example migration_step -- --settings examples/migration_step/settings.json migrate
//! cargo run --example migration_step -- --settings examples/migration_step/settings.json downgrade -1
//! ```

use std::process::ExitCode;

use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;
use diesel_manage::Result;
use diesel_manage::{Manage, RustStep};

diesel::table! {
    /// The table as it is while the step runs.
    people {
        /// The key.
        id -> BigInt,
        /// The name as a whole.
        name -> Text,
        /// All but the last word of it.
        first_name -> Text,
        /// Its last word, if there are several.
        last_name -> Text,
    }
}

/// The migration, by its directory; the version alone would do.
const SPLIT_NAMES: &str = "2026-11-02-090000-0000_split_names";

fn main() -> ExitCode {
    Manage::new().migration(SPLIT_NAMES, split_names).migration_back(SPLIT_NAMES, join_names).run()
}

/// After `up.sql`, in its transaction: the columns are there, and empty.
fn split_names(step: &mut RustStep<'_>) -> Result<()> {
    // Some installations got a column by hand, long ago. What the database has now decides, not what it should have.
    let has_nicknames = step.inspector().has_column("people", "nickname")?;
    let connection: &mut SqliteConnection = step.connection()?;
    let all: Vec<(i64, String)> = people::table.select((people::id, people::name)).load(connection)?;
    for (id, name) in &all {
        let (first, last) = name.rsplit_once(' ').unwrap_or((name, ""));
        diesel::update(people::table.find(id))
            .set((people::first_name.eq(first), people::last_name.eq(last)))
            .execute(connection)?;
    }
    if has_nicknames {
        diesel::sql_query("UPDATE people SET first_name = nickname WHERE nickname <> ''").execute(connection)?;
    }
    if step.environment() != Some("production") {
        step.say(format!("{} names split", all.len()));
    }
    Ok(())
}

/// Before `down.sql`: the columns are there still.
fn join_names(step: &mut RustStep<'_>) -> Result<()> {
    let connection: &mut SqliteConnection = step.connection()?;
    let joined = people::first_name.concat(" ").concat(people::last_name);
    diesel::update(people::table.filter(people::last_name.ne(""))).set(people::name.eq(joined)).execute(connection)?;
    Ok(())
}
