//! The program: it lists what was published.

use std::path::Path;

use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;

/// The database of settings.json.
const DATABASE: &str = "db.sqlite3";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    if !Path::new(DATABASE).exists() {
        println!("There is no database yet: ./manage migrate, and ./manage seed for rows to look at");
        return Ok(());
    }
    let mut connection = SqliteConnection::establish(DATABASE)?;
    for (post, author) in blog::published(&mut connection)? {
        println!("{} ({})", post.title, author.name);
    }
    Ok(())
}
