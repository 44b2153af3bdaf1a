use crate::database::mysql::session::MysqlSession;
use crate::database::session::{Session, SqlError};
use crate::database::{journal, ledger};
use crate::schema::TableName;

/// Which tables are looked at.
#[derive(Clone, Debug, Default)]
pub(in crate::database::mysql) struct Scope {
    only: Option<Vec<String>>,
}

impl Scope {
    /// All of them.
    pub(in crate::database::mysql) fn all() -> Self {
        Self::default()
    }

    pub(super) fn of(only: Option<&[TableName]>) -> Self {
        Self { only: only.map(|names| names.iter().map(|name| name.name.clone()).collect()) }
    }

    /// The condition on a catalog's columns that hold database and table.
    pub(super) fn condition(&self, session: &MysqlSession, database: &str, table: &str) -> String {
        // As literals: MariaDB opens only what it can name beforehand.
        let own = session.quoted(&session.database);
        let quoted = |names: &[String]| names.iter().map(|name| session.quoted(name)).collect::<Vec<_>>().join(", ");
        let ours = quoted(&[ledger::TABLE.to_owned(), journal::TABLE.to_owned()]);
        let named = match &self.only {
            Some(names) if names.is_empty() => " AND FALSE".to_owned(),
            Some(names) => format!(" AND {table} IN ({})", quoted(names)),
            None => String::new(),
        };
        format!("{database} = {own}{named} AND {table} NOT IN ({ours})")
    }

    /// Whether an object of this name, of this table, is looked at.
    pub(super) fn holds(&self, name: &str, table: Option<&str>) -> bool {
        let Some(only) = &self.only else { return true };
        only.iter().any(|own| own == name || Some(own.as_str()) == table)
    }
}

/// The rows of a query, each of them to be taken apart from the left.
pub(super) fn rows(session: &mut MysqlSession, query: &str) -> Result<Vec<Row>, SqlError> {
    Ok(session.query(query)?.into_iter().map(|row| Row(row.into_iter())).collect())
}

/// A row that is taken apart from the left.
pub(super) struct Row(std::vec::IntoIter<Option<String>>);

impl Row {
    pub(super) fn maybe(&mut self) -> Option<String> {
        self.0.next().flatten()
    }

    /// NULL as an empty text.
    pub(super) fn text(&mut self) -> String {
        self.maybe().unwrap_or_default()
    }
}
