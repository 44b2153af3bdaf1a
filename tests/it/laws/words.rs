//! What differs between the databases in what is generated.

use diesel_manage::internals::dialect::{Dialect, Driver};
use diesel_manage::internals::schema::{Action, Column, Expr, Identity, TableName};

use super::Family;
use super::plan::{COLUMNS, TABLES};

/// One database's words.
#[derive(Clone, Copy)]
pub(super) struct Words {
    pub(super) driver: Driver,
    /// Schemas and names, some of which need quotes.
    tables: [(Option<&'static str>, &'static str); TABLES],
    pub(super) columns: [&'static str; COLUMNS],
    pub(super) types: &'static [(&'static str, Family)],
    /// The type of a generated text.
    pub(super) text: &'static str,
    /// The type of the key, and of what refers to it.
    pub(super) key: &'static str,
    pub(super) reference: &'static str,
    pub(super) collations: [&'static str; 2],
    /// What foreign keys do.
    pub(super) actions: [Action; 4],
    /// How keys are counted up.
    pub(super) counts: &'static [Option<Identity>],
    /// Whether it has indexes on expressions, and on some rows.
    pub(super) rich_indexes: bool,
    /// Whether it computes columns when they are read.
    pub(super) is_virtual: bool,
    /// Whether it keeps comments.
    pub(super) comments: bool,
}

impl Words {
    pub(super) const SQLITE: Self = Self {
        driver: Driver::Sqlite,
        tables: [(None, "alpha"), (None, "beta"), (None, "order"), (None, "with space")],
        columns: ["a", "b", "group", "e f", "crab 🦀"],
        types: &[
            ("INTEGER", Family::Number),
            ("BIGINT", Family::Number),
            ("TEXT", Family::Text),
            ("VARCHAR(20)", Family::Text),
            ("VARCHAR(30)", Family::Text),
            ("TEXT", Family::Choice),
        ],
        text: "TEXT",
        key: "INTEGER",
        reference: "BIGINT",
        collations: ["NOCASE", "RTRIM"],
        actions: [Action::NoAction, Action::Cascade, Action::Restrict, Action::SetDefault],
        counts: &[None],
        rich_indexes: true,
        is_virtual: true,
        comments: false,
    };

    pub(super) const POSTGRES: Self = Self {
        driver: Driver::Postgres,
        tables: [(None, "alpha"), (Some("app"), "beta"), (None, "order"), (Some("Own Room"), "with space")],
        types: &[
            ("INTEGER", Family::Number),
            ("BIGINT", Family::Number),
            ("NUMERIC(10,2)", Family::Number),
            ("TEXT", Family::Text),
            ("VARCHAR(20)", Family::Text),
            ("VARCHAR(30)", Family::Text),
            ("mood", Family::Choice),
            ("app.\"Mood\"", Family::Choice),
            ("TEXT[]", Family::List),
            ("INTEGER[]", Family::List),
            ("TIMESTAMPTZ", Family::Moment),
            ("TIMESTAMP", Family::Moment),
        ],
        key: "BIGINT",
        collations: ["C", "ucs_basic"],
        actions: [Action::NoAction, Action::Cascade, Action::Restrict, Action::SetNull],
        counts: &[None, Some(Identity::ByDefault), Some(Identity::Always)],
        is_virtual: false,
        comments: true,
        ..Self::SQLITE
    };

    pub(super) const MYSQL: Self = Self {
        driver: Driver::Mysql,
        // Names are of the characters that UTF-8 has in three bytes.
        columns: ["a", "b", "group", "e f", "crabe été"],
        types: &[
            ("int", Family::Number),
            ("bigint", Family::Number),
            ("int unsigned", Family::Number),
            ("smallint unsigned", Family::Number),
            ("decimal(10,2)", Family::Number),
            ("varchar(60)", Family::Text),
            ("varchar(20)", Family::Text),
            ("varchar(30)", Family::Text),
            ("text", Family::Large),
            ("enum", Family::Choice),
            ("datetime(6)", Family::Moment),
            ("timestamp", Family::Moment),
        ],
        text: "varchar(80)",
        key: "bigint",
        reference: "bigint",
        collations: ["utf8mb4_bin", "latin1_swedish_ci"],
        actions: [Action::Restrict, Action::Cascade, Action::Restrict, Action::SetNull],
        counts: &[None, Some(Identity::AutoIncrement)],
        rich_indexes: false,
        comments: true,
        ..Self::SQLITE
    };

    pub(super) fn dialect(&self) -> &'static dyn Dialect {
        self.driver.dialect()
    }

    pub(super) fn is_postgres(&self) -> bool {
        self.driver == Driver::Postgres
    }

    pub(super) fn is_mysql(&self) -> bool {
        self.driver == Driver::Mysql
    }

    pub(super) fn table(&self, number: usize) -> TableName {
        let (schema, name) = self.tables[number];
        TableName { schema: schema.map(str::to_owned), name: name.to_owned() }
    }

    /// A table's name as a statement has it.
    pub(super) fn quoted(&self, table: &TableName) -> String {
        let schema = table.schema.as_ref().map(|schema| format!("{}.", self.dialect().quote(schema)));
        format!("{}{}", schema.unwrap_or_default(), self.dialect().quote(&table.name))
    }

    pub(super) fn family(&self, column: &Column) -> Family {
        let of_type = |(ty, family): &(&str, Family)| (column.ty.key() == ty.to_lowercase()).then_some(*family);
        match &column.values {
            Some(_) => Family::Choice,
            None => self.types.iter().find_map(of_type).unwrap_or(Family::Number),
        }
    }

    /// What a row has in a column: something else in each row.
    pub(super) fn value(&self, column: &Column, row: usize) -> String {
        match self.family(column) {
            Family::Number => row.to_string(),
            Family::Text | Family::Large | Family::Choice => format!("'{row}'"),
            Family::List => format!("'{{{row}}}'"),
            Family::Moment => format!("'2001-02-0{row} 10:00:00'"),
        }
    }

    /// The same made of the key of the row.
    pub(super) fn value_of_key(&self, column: &Column) -> Expr {
        let as_text = if self.is_mysql() { "CAST(id AS CHAR)" } else { "CAST(id AS TEXT)" };
        Expr::new(match self.family(column) {
            Family::Number => "id".to_owned(),
            Family::Choice if self.is_postgres() => format!("CAST({as_text} AS {})", column.ty),
            Family::Text | Family::Large | Family::Choice => as_text.to_owned(),
            Family::List => format!("CAST(ARRAY[id] AS {})", column.ty),
            Family::Moment if self.is_mysql() => "TIMESTAMPADD(DAY, id, '2001-01-01')".to_owned(),
            Family::Moment => "timestamp '2001-01-01' + id * interval '1 day'".to_owned(),
        })
    }

    /// A default that no row has. One of an enum can be a value that comes and goes.
    pub(super) fn default(&self, column: &Column, passing: Option<&str>) -> Expr {
        Expr::new(match (self.family(column), passing) {
            (Family::Choice, Some(value)) => self.dialect().quote_text(value),
            (Family::Number, _) => "7".to_owned(),
            // A text may become a choice, or a number, after it was filled with it.
            (Family::Text | Family::Large | Family::Choice, _) => "'7'".to_owned(),
            (Family::List, _) => "'{7}'".to_owned(),
            (Family::Moment, _) => self.now(column).to_owned(),
        })
    }

    pub(super) fn now(&self, column: &Column) -> &'static str {
        if column.ty.key() == "datetime(6)" { "CURRENT_TIMESTAMP(6)" } else { "CURRENT_TIMESTAMP" }
    }

    /// A column as a text, in the server's words: what is said otherwise is learnt by makemigrations, not by detection
    /// alone.
    fn as_text(&self, column: &Column) -> String {
        let quoted = self.dialect().quote(&column.name);
        if self.is_postgres() && column.ty.key() != "text" { format!("({quoted})::text") } else { quoted }
    }

    /// Whether a column can be computed of it: of an enum, whether it is a certain value.
    pub(super) fn is_base(&self, column: &Column, passing: Option<&str>) -> bool {
        let family = self.family(column);
        family.is_plain() || (self.is_postgres() && family == Family::Choice && passing.is_some())
    }

    /// What is computed of a column, with its type.
    pub(super) fn made_of(&self, column: &Column, passing: Option<&str>) -> (&'static str, Expr) {
        match passing.filter(|_| self.family(column) == Family::Choice) {
            Some(value) => {
                let quoted = self.dialect().quote(&column.name);
                ("BOOLEAN", Expr::new(format!("{quoted} = {}", self.dialect().quote_text(value))))
            }
            None => (self.text, self.with_mark(column)),
        }
    }

    /// A text made of a column.
    fn with_mark(&self, column: &Column) -> Expr {
        let text = self.as_text(column);
        Expr::new(if self.is_mysql() { format!("concat({text}, '!')") } else { format!("{text} || '!'") })
    }

    /// What no row holds, if there are words for that. Of an enum it is a value that comes and goes.
    pub(super) fn not_never(&self, column: &Column, passing: Option<&str>) -> Option<Expr> {
        let family = self.family(column);
        let quoted = self.dialect().quote(&column.name);
        let text = match family {
            Family::Number if column.ty.key() == "numeric(10,2)" => format!("{quoted} <> (99)::numeric"),
            Family::Number if self.driver != Driver::Sqlite => format!("{quoted} <> 99"),
            Family::List => format!("cardinality({quoted}) < 99"),
            Family::Choice => format!("{quoted} <> {}", self.dialect().quote_text(passing?)),
            Family::Moment => return None,
            Family::Number | Family::Text | Family::Large => format!("{} <> 'never'", self.as_text(column)),
        };
        Some(Expr::new(text))
    }

    /// Something that is computed of a column, to be indexed.
    pub(super) fn computed(&self, column: &Column) -> Option<Expr> {
        let quoted = self.dialect().quote(&column.name);
        match self.family(column) {
            Family::Number if column.ty.key() == "numeric(10,2)" => Some(Expr::new(format!("{quoted} + (1)::numeric"))),
            Family::Number if self.driver != Driver::Sqlite => Some(Expr::new(format!("{quoted} + 1"))),
            Family::Number | Family::Text => Some(Expr::new(format!("lower({})", self.as_text(column)))),
            Family::Large | Family::Choice | Family::List | Family::Moment => None,
        }
    }
}
