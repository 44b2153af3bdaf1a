//! What helps where it is the server on which scratch databases are made that lacks something.

use crate::database::{Session, SqlError};
use crate::dialect::Driver;

/// The ways out, if it is that. Whatever transaction is open on the session is rolled back.
pub(super) fn ways_out(session: &mut dyn Session, error: &SqlError) -> Vec<String> {
    let elsewhere = "or name a server that has it: `\"scratch\": { \"url\": \"…\" }` for the database in the settings";
    let code = error.code.as_deref().unwrap_or_default();
    let about_extension = error.message.contains("extension");
    match code {
        "0A000" | "58P01" if about_extension && error.message.contains("not available") => vec![
            "install it on the server on which scratch databases are made (PostgreSQL's own come as postgresql-contrib)"
                .to_owned(),
            elsewhere.to_owned(),
        ],
        "42501" if about_extension => vec![
            "let a superuser install it in template1 of that server, of which scratch databases are copies".to_owned(),
            elsewhere.to_owned(),
        ],
        // What a newer server understands is a mistake in the syntax to an older one.
        "42601" | "1064" => version(session)
            .map(|version| {
                format!(
                    "scratch databases are made on {version}: if that is too old for the statement, name another \
                     server: `\"scratch\": {{ \"url\": \"…\" }}` for the database in the settings"
                )
            })
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

fn version(session: &mut dyn Session) -> Option<String> {
    // Without an open transaction it says so, and no harm is done.
    let _ = session.execute("ROLLBACK");
    let driver = session.dialect().driver();
    let query = if driver == Driver::Postgres { "SHOW server_version" } else { "SELECT VERSION()" };
    let version = session.query(query).ok()?.into_iter().flatten().next().flatten()?;
    let number = version.split([' ', '-']).next().unwrap_or_default();
    Some(match driver {
        Driver::Postgres => format!("PostgreSQL {number}"),
        Driver::Mysql if version.contains("MariaDB") => format!("MariaDB {number}"),
        Driver::Mysql => format!("MySQL {number}"),
        Driver::Sqlite => return None,
    })
}
