use std::collections::{BTreeMap, BTreeSet};

use crate::database::{Session, SqlError};
use crate::dialect::Driver;
use crate::schema::{Schema, Table, TableName};

/// Foreign keys that do not lead anywhere, each with the number of its rows.
#[derive(Debug, Default)]
pub(super) struct Astray(BTreeMap<What, usize>);

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    /// Rows of a table that refer to another one's.
    Rows { table: String, parent: String },
    /// Keys that the database cannot follow: why.
    Keys { table: String, why: String },
}

impl Astray {
    /// Those of the tables of these names. PostgreSQL has none that it did not agree to (`NOT VALID`).
    pub(super) fn of<'a>(
        session: &mut dyn Session,
        schema: &Schema,
        tables: impl IntoIterator<Item = &'a TableName>,
    ) -> Self {
        let mut found = Self::default();
        let tables: BTreeSet<&TableName> = tables.into_iter().collect();
        let with_keys = tables.into_iter().filter_map(|name| schema.table(name));
        for table in with_keys.filter(|table| !table.foreign_keys.is_empty()) {
            match session.dialect().driver() {
                Driver::Sqlite => found.check(session, table),
                Driver::Mysql => found.join(session, table),
                Driver::Postgres => {}
            }
        }
        found
    }

    /// What was not there before, in words.
    pub(super) fn since(&self, before: &Self) -> Vec<String> {
        let new = self.0.iter().filter(|(what, count)| before.0.get(what).is_none_or(|before| before < count));
        new.map(|(what, count)| match what {
            What::Rows { table, parent } => {
                let rows = if *count == 1 { "1 row".to_owned() } else { format!("{count} rows") };
                format!("{rows} of {table} refer to rows of {parent} that are not there")
            }
            What::Keys { table, why } => format!("foreign keys of {table} mean nothing: {why}"),
        })
        .collect()
    }

    fn check(&mut self, session: &mut dyn Session, table: &Table) {
        let name = &table.name.name;
        let quoted = session.dialect().quote_text(name);
        match session.query(&format!("PRAGMA main.foreign_key_check({quoted})")) {
            Ok(rows) => {
                for parent in rows.into_iter().filter_map(|row| row.into_iter().nth(2).flatten()) {
                    *self.0.entry(What::Rows { table: name.clone(), parent }).or_default() += 1;
                }
            }
            Err(error) => self.cannot_be_followed(table, &error),
        }
    }

    /// A server that was told not to look has nothing to tell it by.
    fn join(&mut self, session: &mut dyn Session, table: &Table) {
        let dialect = session.dialect();
        for key in &table.foreign_keys {
            let pairs: Vec<(String, String)> = key
                .columns
                .iter()
                .zip(&key.references)
                .map(|(own, other)| (format!("c.{}", dialect.quote(own)), format!("p.{}", dialect.quote(other))))
                .collect();
            let all =
                |words: &dyn Fn(&(String, String)) -> String| pairs.iter().map(words).collect::<Vec<_>>().join(" AND ");
            let Some((_, first)) = pairs.first() else { continue };
            let query = format!(
                "SELECT count(*) FROM {} AS c LEFT JOIN {} AS p ON {} WHERE {} AND {first} IS NULL",
                dialect.quote_name(&table.name),
                dialect.quote_name(&key.table),
                all(&|(own, other)| format!("{own} = {other}")),
                all(&|(own, _)| format!("{own} IS NOT NULL")),
            );
            match session.query(&query) {
                Ok(rows) => {
                    let count =
                        rows.concat().into_iter().flatten().next().and_then(|count| count.parse::<usize>().ok());
                    if let Some(count) = count.filter(|count| *count > 0) {
                        let what = What::Rows { table: table.name.to_string(), parent: key.table.to_string() };
                        *self.0.entry(what).or_default() += count;
                    }
                }
                Err(error) => self.cannot_be_followed(table, &error),
            }
        }
    }

    fn cannot_be_followed(&mut self, table: &Table, error: &SqlError) {
        let what = What::Keys { table: table.name.to_string(), why: error.message.clone() };
        self.0.insert(what, 1);
    }
}
