//! What each database says in its own way: types, quoting, changes as SQL, scripts cut into statements. No I/O.

#[cfg(feature = "cli")]
mod hazard;
mod literal;
mod moment;
pub mod mysql;
pub mod postgres;
mod reorder;
mod rust_type;
pub mod sqlite;
mod violating;

use std::fmt;

#[cfg(feature = "cli")]
pub use hazard::{Hazard, hazards};
pub use literal::Literal;
pub use mysql::Mysql;
pub use postgres::Postgres;
#[cfg(feature = "cli")]
pub(crate) use postgres::is_doubtful;
pub use rust_type::{RustType, TypeOptions};
pub use sqlite::Sqlite;

use crate::error::Result;
use crate::schema::{Change, Column, ColumnType, DieselType, Expr, Object, Schema, Table, TableName};
use crate::sql::Statement;

/// The kinds of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Driver {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
    /// MySQL and MariaDB.
    Mysql,
}

impl Driver {
    /// The dialect that this database speaks.
    #[doc(hidden)]
    pub fn dialect(self) -> &'static dyn Dialect {
        match self {
            Self::Sqlite => &Sqlite,
            Self::Postgres => &Postgres,
            Self::Mysql => &Mysql,
        }
    }
}

impl fmt::Display for Driver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgresql",
            Self::Mysql => "mysql",
        })
    }
}

/// One database's way to say things.
pub trait Dialect: Sync {
    /// Which database.
    fn driver(&self) -> Driver;

    /// The identifier, quoted if this database needs it. Nothing from a model reaches SQL any other way.
    fn quote(&self, identifier: &str) -> String;

    /// The name of a table or a type, with its schema where it has one.
    fn quote_name(&self, name: &TableName) -> String {
        match &name.schema {
            Some(schema) => format!("{}.{}", self.quote(schema), self.quote(&name.name)),
            None => self.quote(&name.name),
        }
    }

    /// The string as a literal.
    fn quote_text(&self, text: &str) -> String;

    /// The same for what is written beside migrations: a session may read backslashes in the other way.
    fn quote_text_anywhere(&self, text: &str) -> String {
        self.quote_text(text)
    }

    /// Whether the database takes both for the same name. SQLite, and most others, leave case out of account.
    fn same_name(&self, one: &str, other: &str) -> bool {
        one.eq_ignore_ascii_case(other)
    }

    /// Whether the database gives the column a number by itself, so that a row never lacks one: an identity, or an
    /// integer that is the whole primary key.
    fn counts_up(&self, table: &Table, column: &Column) -> bool {
        column.identity.is_some() || (table.key_columns() == [column.name.clone()] && column.ty.key() == "integer")
    }

    /// Whether what changes the schema can be rolled back. Where it cannot, every such statement commits by itself.
    fn transactional_ddl(&self) -> bool {
        true
    }

    /// The type of a text of any length.
    fn long_text(&self) -> &'static str {
        "TEXT"
    }

    /// What follows the parenthesis of CREATE TABLE for a table of ours, so that it can hold any text.
    fn own_table_options(&self) -> &'static str {
        ""
    }

    /// Whether a unique set that a table gets later is an index of its own, since the database cannot add a
    /// constraint to a table that is there.
    fn adds_unique_as_index(&self) -> bool {
        true
    }

    /// A literal that a column of this type can hold, another one for each row. `None` where the type's name tells no
    /// more than its words do.
    fn sample(&self, _ty: &ColumnType, _row: usize) -> Option<String> {
        None
    }

    /// Whether a foreign key can refer to a table that is not there yet.
    fn keys_may_come_first(&self) -> bool {
        false
    }

    /// Whether the database keeps expressions as they were written, so that what is declared can be compared with what
    /// is there, word for word.
    fn keeps_words(&self) -> bool {
        false
    }

    /// The tables in which the database keeps what the virtual table holds: they come and go with it, and
    /// `diesel print-schema` prints them like any other.
    fn shadow_tables(&self, object: &Object) -> Vec<TableName>;

    /// The type of a column that holds this Rust type; an error that says why if there is none.
    fn column_type(&self, ty: &RustType, options: &TypeOptions) -> Result<ColumnType, String>;

    /// The type that `diesel print-schema` prints for the column (see shared facts 2.4);
    /// `None` for a type that Diesel refuses.
    fn diesel_type(&self, table: &Table, column: &Column) -> Option<DieselType>;

    /// The Diesel type with which Diesel reads and writes this Rust type here, as a path in `diesel::sql_types`;
    /// `None` if Diesel cannot.
    fn diesel_type_of_rust(&self, ty: &RustType) -> Option<String>;

    /// Why this database cannot have such a table (a feature that it lacks), as the end of a sentence about the
    /// table; `None` if it can.
    fn objection(&self, table: &Table) -> Option<String>;

    /// The plainest column type for which `diesel print-schema` prints this, for a column that exists only in a `table!`.
    fn column_type_of_diesel(&self, ty: &DieselType) -> Result<ColumnType, String>;

    /// A literal of a model or an answer (`0`, `-1.5`, `true`, `"draft"`, `null`, `sql(…)`) as an expression for a column of this
    /// type, checked against it; an error that says why it does not fit.
    fn literal(&self, column: &Column, literal: &Literal) -> Result<Expr, String>;

    /// What it takes to get from one type to the other.
    fn judge(&self, from: &Column, to: &Column) -> TypeChange;

    /// What the column was told beside what models declare, as far as it can be said of what it becomes.
    fn kept_attributes(&self, from: &Column, _to: &Column) -> Vec<String> {
        from.attributes.clone()
    }

    /// Brings a schema into the form in which equal means equal: an unnamed CHECK that lists a column's values becomes
    /// [`Column::values`], a plain unique index becomes a [`Unique`](crate::schema::Unique), and so on.
    fn canonicalise(&self, schema: &mut Schema);

    /// The name that a new index, constraint or key gets when the model gives none.
    fn default_name(&self, table: &Table, kind: NameKind, columns: &[&str]) -> String;

    /// The statements that lead from the schema through the changes, which autodetection has ordered; also for
    /// the inverted changes of a down migration, for which `schema` is the schema after the up migration.
    fn render(&self, schema: &Schema, changes: &[Change]) -> Result<Vec<Rendered>>;

    /// The script's statements; comments between them are dropped. An error names the line of what is not closed.
    fn split(&self, script: &str) -> Result<Vec<Statement>>;
}

/// A statement as it is written to a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Lines for a person that stand before it, without `-- `.
    pub comments: Vec<String>,
    /// The statement, without a closing semicolon; empty for a comment alone.
    pub sql: String,
}

/// What a name is made for. The usual endings follow PostgreSQL: `users_email_key`, `posts_author_id_fkey`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// An index: `_idx`.
    Index,
    /// A unique set: `_key`.
    Unique,
    /// A foreign key: `_fkey`.
    ForeignKey,
    /// A check: `_check`.
    Check,
}

/// What it takes to get from one column type to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeChange {
    /// Nothing that could fail: every old value fits and the database converts it by itself.
    Safe,
    /// The database converts by itself, but not every old value need fit; in words, what could not
    /// ("50 characters instead of 200").
    Narrowing(String),
    /// The database needs to be told how; a proposal (`CAST(price AS INTEGER)`), and in words why.
    Cast {
        /// An expression over the column.
        proposal: Expr,
        /// Why.
        reason: String,
    },
}
