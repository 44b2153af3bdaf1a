use globset::{Glob, GlobMatcher};

use crate::error::{Error, Result};
use crate::schema::TableName;

/// What the settings say to leave alone: `ignore_tables` and `ignore_columns`.
#[derive(Clone, Debug, Default)]
pub struct Ignore {
    tables: Vec<GlobMatcher>,
    columns: Vec<(GlobMatcher, GlobMatcher)>,
}

impl Ignore {
    /// Reads the patterns: `tmp_*` for tables, `users.legacy_*` for columns. A table in a schema of its own is
    /// matched by its bare name as well as by `schema.name`.
    ///
    /// # Errors
    /// When a pattern is none, or one for columns names no table.
    pub fn new<S: AsRef<str>>(tables: &[S], columns: &[S]) -> Result<Self> {
        let tables = tables.iter().map(|pattern| glob("ignore_tables", pattern.as_ref())).collect::<Result<_>>()?;
        let columns = columns.iter().map(|pattern| column_globs(pattern.as_ref())).collect::<Result<_>>()?;
        Ok(Self { tables, columns })
    }

    /// Whether the table is to be left alone.
    pub fn table(&self, name: &TableName) -> bool {
        self.tables.iter().any(|pattern| matches(pattern, name))
    }

    /// Whether the column is to be left alone.
    pub fn column(&self, table: &TableName, column: &str) -> bool {
        self.columns.iter().any(|(tables, columns)| matches(tables, table) && columns.is_match(column))
    }
}

fn matches(pattern: &GlobMatcher, name: &TableName) -> bool {
    pattern.is_match(&name.name) || (name.schema.is_some() && pattern.is_match(name.to_string()))
}

fn column_globs(pattern: &str) -> Result<(GlobMatcher, GlobMatcher)> {
    let (table, column) = pattern.rsplit_once('.').ok_or_else(|| {
        Error::failure(format!("`ignore_columns` has `{pattern}`, which names no table"))
            .hint(format!("write `TABLE.{pattern}`, or `*.{pattern}` for all tables"))
    })?;
    Ok((glob("ignore_columns", table)?, glob("ignore_columns", column)?))
}

fn glob(key: &str, pattern: &str) -> Result<GlobMatcher> {
    let glob = Glob::new(pattern)
        .map_err(|error| Error::failure(format!("`{key}` has `{pattern}`, which is no pattern")).because(error))?;
    Ok(glob.compile_matcher())
}
