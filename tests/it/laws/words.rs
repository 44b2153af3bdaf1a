//! What differs between the databases in what is generated.

use diesel_manage::internals::dialect::{Dialect, Driver};
use diesel_manage::internals::schema::{Action, Expr};

use super::plan::{COLUMNS, TABLES, TYPES};

/// One database's words.
#[derive(Clone, Copy)]
pub(super) struct Words {
    pub(super) driver: Driver,
    /// Names, two of which need quotes.
    pub(super) tables: [&'static str; TABLES],
    pub(super) columns: [&'static str; COLUMNS],
    /// Two whole numbers, then texts.
    pub(super) types: [&'static str; TYPES],
    /// The type of a generated text.
    pub(super) text: &'static str,
    /// The type of the key, and of what refers to it.
    pub(super) key: &'static str,
    pub(super) reference: &'static str,
    pub(super) collation: &'static str,
    /// What foreign keys do.
    pub(super) actions: [Action; 4],
    /// Whether it has indexes on expressions, and on some rows.
    pub(super) rich_indexes: bool,
    /// Whether it computes columns when they are read.
    pub(super) is_virtual: bool,
}

impl Words {
    pub(super) const SQLITE: Self = Self {
        driver: Driver::Sqlite,
        tables: ["alpha", "beta", "order", "with space"],
        columns: ["a", "b", "group", "e f", "crab 🦀"],
        types: ["INTEGER", "BIGINT", "TEXT", "VARCHAR(20)", "VARCHAR(30)"],
        text: "TEXT",
        key: "INTEGER",
        reference: "BIGINT",
        collation: "NOCASE",
        actions: [Action::NoAction, Action::Cascade, Action::Restrict, Action::SetDefault],
        rich_indexes: true,
        is_virtual: true,
    };

    pub(super) const POSTGRES: Self = Self {
        driver: Driver::Postgres,
        key: "BIGINT",
        collation: "C",
        actions: [Action::NoAction, Action::Cascade, Action::Restrict, Action::SetNull],
        is_virtual: false,
        ..Self::SQLITE
    };

    pub(super) const MYSQL: Self = Self {
        driver: Driver::Mysql,
        // Names are of the characters that UTF-8 has in three bytes.
        columns: ["a", "b", "group", "e f", "crabe été"],
        // A text without a length has no index.
        types: ["int", "bigint", "varchar(60)", "varchar(20)", "varchar(30)"],
        text: "varchar(80)",
        key: "bigint",
        reference: "bigint",
        collation: "utf8mb4_bin",
        actions: [Action::Restrict, Action::Cascade, Action::Restrict, Action::SetNull],
        rich_indexes: false,
        ..Self::SQLITE
    };

    pub(super) fn dialect(&self) -> &'static dyn Dialect {
        self.driver.dialect()
    }

    pub(super) fn is_text(&self, ty: usize) -> bool {
        ty >= 2
    }

    /// The key of a row, as a text.
    pub(super) fn key_as_text(&self) -> Expr {
        Expr::new(if self.driver == Driver::Mysql { "CAST(id AS CHAR)" } else { "CAST(id AS TEXT)" })
    }

    /// A text made of a column.
    pub(super) fn with_mark(&self, column: &str, text: bool) -> Expr {
        Expr::new(match self.driver {
            Driver::Mysql => format!("concat({column}, '!')"),
            // In the server's words: what is said otherwise is learnt by makemigrations, not by detection alone.
            Driver::Postgres if !text => format!("({column})::text || '!'"),
            Driver::Sqlite | Driver::Postgres => format!("{column} || '!'"),
        })
    }

    /// What no row holds.
    pub(super) fn not_never(&self, column: &str, text: bool) -> Expr {
        Expr::new(if text || self.driver == Driver::Sqlite {
            format!("{column} <> 'never'")
        } else {
            format!("{column} <> 99")
        })
    }

    /// Something that is computed of a column, to be indexed.
    pub(super) fn computed(&self, column: &str, text: bool) -> Expr {
        Expr::new(if text || self.driver == Driver::Sqlite {
            format!("lower({column})")
        } else {
            format!("{column} + 1")
        })
    }
}
