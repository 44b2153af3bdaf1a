use std::collections::BTreeSet;

use globset::{Glob, GlobMatcher};

use crate::error::{Error, Result};
use crate::schema::TableName;

/// What the settings say to leave alone: `ignore_tables`, `ignore_columns` and `ignore_types`.
#[derive(Clone, Debug, Default)]
pub struct Ignore {
    tables: Vec<GlobMatcher>,
    columns: Vec<ColumnPattern>,
    types: Vec<ColumnPattern>,
    others: BTreeSet<TableName>,
}

/// What matches the table, and what its column.
type ColumnPattern = (GlobMatcher, GlobMatcher);

impl Ignore {
    /// Reads the patterns: `tmp_*` for tables, `users.legacy_*` for columns. A table in a schema of its own is
    /// matched by its bare name as well as by `schema.name`.
    ///
    /// # Errors
    /// When a pattern is none, or one for columns names no table.
    pub fn new<S: AsRef<str>>(tables: &[S], columns: &[S]) -> Result<Self> {
        let tables = tables.iter().map(|pattern| glob("ignore_tables", pattern.as_ref())).collect::<Result<_>>()?;
        Ok(Self { tables, columns: all_column_globs("ignore_columns", columns)?, ..Self::default() })
    }

    /// The same, and the types of these columns left alone.
    ///
    /// # Errors
    /// When a pattern is none, or names no table.
    pub fn with_types<S: AsRef<str>>(self, types: &[S]) -> Result<Self> {
        Ok(Self { types: all_column_globs("ignore_types", types)?, ..self })
    }

    /// The same, and these tables left alone, which other migrations than ours make.
    #[must_use]
    pub fn with_others(self, others: BTreeSet<TableName>) -> Self {
        Self { others, ..self }
    }

    /// Whether the table is to be left alone.
    pub fn table(&self, name: &TableName) -> bool {
        self.others.contains(name) || self.tables.iter().any(|pattern| matches(pattern, name))
    }

    /// Whether the column is to be left alone.
    pub fn column(&self, table: &TableName, column: &str) -> bool {
        self.columns.iter().any(|pattern| matches_column(pattern, table, column))
    }

    /// Whether the column keeps the type and the NULL that the migrations gave it.
    pub fn types(&self, table: &TableName, column: &str) -> bool {
        self.types.iter().any(|pattern| matches_column(pattern, table, column))
    }
}

fn matches_column((tables, columns): &ColumnPattern, table: &TableName, column: &str) -> bool {
    matches(tables, table) && columns.is_match(column)
}

fn matches(pattern: &GlobMatcher, name: &TableName) -> bool {
    pattern.is_match(&name.name) || (name.schema.is_some() && pattern.is_match(name.to_string()))
}

fn all_column_globs<S: AsRef<str>>(key: &str, patterns: &[S]) -> Result<Vec<ColumnPattern>> {
    patterns.iter().map(|pattern| column_globs(key, pattern.as_ref())).collect()
}

fn column_globs(key: &str, pattern: &str) -> Result<ColumnPattern> {
    let (table, column) = pattern.rsplit_once('.').ok_or_else(|| {
        Error::failure(format!("`{key}` has `{pattern}`, which names no table"))
            .hint(format!("write `TABLE.{pattern}`, or `*.{pattern}` for all tables"))
    })?;
    Ok((glob(key, table)?, glob(key, column)?))
}

fn glob(key: &str, pattern: &str) -> Result<GlobMatcher> {
    let glob = Glob::new(pattern)
        .map_err(|error| Error::failure(format!("`{key}` has `{pattern}`, which is no pattern")).because(error))?;
    Ok(glob.compile_matcher())
}
