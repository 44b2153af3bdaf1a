//! Where a session belongs, and how it gets back there.

use super::session::MysqlSession;
use crate::database::session::{Session, SqlError};
use crate::sql::{Statement, is_executable};

/// Whether the statement may lead the session away from its database and its variables.
pub(in crate::database) fn leads_away(statement: &Statement) -> bool {
    let words = statement.words();
    words.first().is_none_or(|first| {
        is_executable(first.text) || ["set", "use", "call", "execute"].iter().any(|own| first.is_word(own))
    })
}

impl MysqlSession {
    /// To the own database and the settings in which ledger and journal are written, and what leads back from there.
    pub(super) fn go_home(&mut self) -> Result<Vec<String>, SqlError> {
        if !self.wandered {
            return Ok(Vec::new());
        }
        let (dialect, own) = (self.dialect(), self.database.clone());
        let found = self.query("SELECT DATABASE(), @@sql_mode, @@time_zone")?.concat();
        let sql_mode = with_escapes(&self.home.sql_mode);
        if found == [Some(own), Some(sql_mode.clone()), Some(self.home.time_zone.clone())] {
            self.wandered = sql_mode != self.home.sql_mode;
            return Ok(Vec::new());
        }
        let back = self.where_it_is()?;
        let own = [
            format!("USE {}", dialect.quote(&self.database)),
            format!("SET sql_mode = {}, time_zone = {}", self.quoted(&sql_mode), self.quoted(&self.home.time_zone)),
        ];
        own.iter().try_for_each(|statement| self.link.execute(statement))?;
        Ok(back)
    }

    /// The statements that lead to where the session is now.
    pub(super) fn where_it_is(&mut self) -> Result<Vec<String>, SqlError> {
        const VARIABLES: [&str; 9] = [
            "sql_mode",
            "time_zone",
            "foreign_key_checks",
            "unique_checks",
            "autocommit",
            "character_set_client",
            "character_set_results",
            "character_set_connection",
            "collation_connection",
        ];
        let columns: Vec<String> = VARIABLES.iter().map(|name| format!("@@{name}")).collect();
        let found = self.query(&format!("SELECT DATABASE(), {}", columns.join(", ")))?;
        let mut row = found.into_iter().next().unwrap_or_default().into_iter();
        let database = row.next().flatten();
        let values = VARIABLES.iter().zip(row).filter_map(|(name, value)| {
            let value = value?;
            let number = name.ends_with("checks") || *name == "autocommit";
            Some(format!("{name} = {}", if number { value } else { self.quoted(&value) }))
        });
        let set = format!("SET {}", values.collect::<Vec<_>>().join(", "));
        let to = database.map(|database| format!("USE {}", self.dialect().quote(&database)));
        Ok(to.into_iter().chain([set]).collect())
    }
}

/// The mode in which a backslash escapes, as it does in what is written for the ledger and the journal.
fn with_escapes(sql_mode: &str) -> String {
    let kept: Vec<&str> =
        sql_mode.split(',').filter(|mode| !mode.eq_ignore_ascii_case("no_backslash_escapes")).collect();
    kept.join(",")
}
