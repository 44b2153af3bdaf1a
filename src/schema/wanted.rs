use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use super::{DieselType, Index, Schema, TableName};

/// What the models want: a schema, and beside it what only source code knows.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The tables and types that the models declare, managed or not.
    pub schema: Schema,
    /// For every table of the schema, how it was declared.
    pub declarations: BTreeMap<TableName, Declaration>,
    /// The schema that is searched first, where models name it: it is to be there.
    pub home: Option<String>,
}

/// How a table was declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// Where.
    pub place: Place,
    /// Whether migrations are made for it (`#[model(managed = false)]` says no).
    pub managed: bool,
    /// What it was called before (`#[model(renamed_from = "…")]`).
    pub renamed_from: Option<TableName>,
    /// What columns were called before, new name first.
    pub columns_renamed_from: BTreeMap<String, String>,
    /// For a `table!`, which knows no more than these: the Diesel types by column. What it cannot say is
    /// left as the migrations have it. `None` for a struct, which declares everything.
    pub diesel_types: Option<BTreeMap<String, DieselType>>,
    /// For a `table!`, the columns with a type that the database does not have (one of an extension, or of another
    /// database that the same source serves): where it stands, and what is wrong with it. The column's type is then no
    /// more than a word.
    pub unspoken: BTreeMap<String, (Place, String)>,
    /// For a `table!`, the keys that its `joinable!` lines promise, by column, with the parent table.
    pub joinable: BTreeMap<String, TableName>,
    /// The indexes that are to be made while others write to the table (`concurrently`).
    pub concurrent: Vec<Index>,
    /// The columns that say how they are counted up; the others leave it as the migrations have it.
    pub counted: BTreeSet<String>,
}

/// A place in a source file. Lines and columns count from 1; a column counts characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: PathBuf,
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Place {
    /// That of the byte at this offset of a file's text.
    pub(crate) fn in_text(file: &Path, text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        Self {
            file: file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file.display(), self.line, self.column)
    }
}
