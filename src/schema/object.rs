use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Change, Schema, TableName};

/// Something in the database that models cannot declare, kept word for word: a rebuild or a try-out brings it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Object {
    /// What it is.
    pub kind: ObjectKind,
    /// Its name.
    pub name: TableName,
    /// The table or view that it belongs to, for a trigger, a comment and the like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableName>,
    /// The statement that makes it, without a closing semicolon.
    pub sql: String,
}

impl Object {
    /// Whether both are about the same thing, however it is defined.
    pub fn is_same_thing(&self, other: &Self) -> bool {
        self.kind == other.kind && self.name == other.name && self.table == other.table
    }

    /// The same on the table that its own has become by the changes.
    #[must_use]
    pub fn moved(&self, changes: &[Change]) -> Self {
        let table = changes.iter().fold(self.table.clone(), |table, change| match change {
            Change::RenameTable { from, to } if table.as_ref() == Some(from) => Some(to.clone()),
            _ => table,
        });
        Self { table, ..self.clone() }
    }

    /// Whether it takes a name that a table or an index then cannot have.
    #[cfg(feature = "cli")]
    pub(crate) fn has_own_name(&self) -> bool {
        use ObjectKind::{Comment, Policy, Right, RowSecurity, Rule, Setting, Trigger};
        !matches!(self.kind, Comment | Policy | Right | RowSecurity | Rule | Setting | Trigger)
    }

    /// Whether its name says which it is, whatever table it is on: that of a setting or a right is the column's or the
    /// role's.
    #[cfg(feature = "cli")]
    pub(crate) fn is_told_apart(&self) -> bool {
        use ObjectKind::{Comment, Right, RowSecurity, Setting};
        !matches!(self.kind, Comment | Right | RowSecurity | Setting)
    }

    /// Whether it is said of something that is there already.
    #[cfg(feature = "cli")]
    pub(crate) fn belongs(&self) -> bool {
        matches!(self.kind, ObjectKind::Comment | ObjectKind::Right | ObjectKind::Setting)
    }

    /// Whether it stands by itself where tables stand: the sequence of a column does not, nor what a partition on MySQL
    /// is kept as.
    #[cfg(feature = "cli")]
    pub(crate) fn is_like_a_table(&self) -> bool {
        self.table.is_none() || self.kind == ObjectKind::Partition && self.table.as_ref() != Some(&self.name)
    }

    /// What it is, for a person.
    pub fn described(&self) -> String {
        let between = match self.kind {
            ObjectKind::Setting | ObjectKind::Right | ObjectKind::RowSecurity => " of",
            ObjectKind::Comment => " on",
            _ => "",
        };
        let on = self.table.as_ref().filter(|table| **table != self.name);
        let on = on.map(|table| format!(" on {table}")).unwrap_or_default();
        let name = match self.kind {
            // What is no name needs no quotes.
            ObjectKind::Comment | ObjectKind::Right => self.name.name.clone(),
            _ => self.name.to_string(),
        };
        format!("{}{between} {name}{on}", self.kind)
    }

    /// Whether it belongs to the part of that name (an index, a constraint) of the table, and goes with it.
    fn is_of_part(&self, table: &TableName, part: &str) -> bool {
        use ObjectKind::{Comment, Constraint, Setting};
        self.table.as_ref() == Some(table)
            && matches!(self.kind, Comment | Constraint | Setting)
            && (self.name.name == part || self.kind == ObjectKind::Setting && crate::sql::mentions(&self.sql, part))
    }

    /// Whether it belongs to the column, and goes with it.
    fn is_of_column(&self, table: &TableName, column: &str) -> bool {
        if self.table.as_ref() != Some(table) {
            return false;
        }
        match self.kind {
            ObjectKind::Setting => self.name.name == column,
            ObjectKind::Right => self.name.name.contains(&format!(" ({column})")),
            ObjectKind::Sequence => self.counts(column),
            _ => false,
        }
    }

    /// The statement without what it says of how a column is stored and compressed; nothing if that is all.
    fn without_storage(&self) -> String {
        let all = crate::sql::words(&self.sql);
        let is_one = |at: usize, word: &str| all.get(at).is_some_and(|token| token.is_word(word));
        // `ALTER COLUMN c SET STORAGE EXTERNAL`: six words.
        let begins = |at: usize| {
            is_one(at, "alter")
                && is_one(at + 1, "column")
                && is_one(at + 3, "set")
                && (is_one(at + 4, "storage") || is_one(at + 4, "compression"))
        };
        let (mut kept, mut copied, mut at) = (String::new(), 0, 0);
        while at < all.len() {
            if !begins(at) {
                at += 1;
                continue;
            }
            let start = all.get(at).map_or(copied, |token| token.start);
            kept.push_str(self.sql.get(copied..start).unwrap_or_default());
            let comma = all.get(at + 6).filter(|token| token.is_symbol(","));
            copied = comma.or_else(|| all.get(at + 5)).map_or(self.sql.len(), crate::sql::Token::end);
            at += 6;
        }
        kept.push_str(self.sql.get(copied..).unwrap_or_default());
        let kept = kept.split_whitespace().collect::<Vec<_>>().join(" ");
        let kept = kept.trim_end_matches(',').trim_end();
        if kept.contains(" ALTER COLUMN ") { kept.to_owned() } else { String::new() }
    }

    /// Whether it says how the column is counted up: the column stands there as a name, or as a text.
    fn counts(&self, column: &str) -> bool {
        self.kind == ObjectKind::Sequence
            && (crate::sql::mentions(&self.sql, column) || self.sql.contains(&format!("'{column}'")))
    }
}

impl Schema {
    /// Takes away what belonged to an index or a constraint of the table.
    pub(super) fn forget_part(&mut self, table: &TableName, part: Option<&String>) {
        if let Some(part) = part {
            self.objects.retain(|object| !object.is_of_part(table, part));
        }
    }

    /// Takes away what belonged to a column of the table.
    pub(super) fn forget_column(&mut self, table: &TableName, column: &str) {
        self.objects.retain(|object| !object.is_of_column(table, column));
    }

    /// Takes away what belonged to a schema or to an enum.
    pub(super) fn forget_named(&mut self, word: &str, name: &str) {
        use ObjectKind::{Comment, Right};
        let is_its = |object: &Object| {
            matches!(object.kind, Comment | Right)
                && object.table.is_none()
                && object.sql.contains(word)
                && crate::sql::mentions(&object.sql, name)
        };
        self.objects.retain(|object| !is_its(object));
    }

    /// Takes away how a column of the table was stored and compressed, and leaves what else was said of it.
    pub(super) fn forget_storage(&mut self, table: &TableName, column: &str) {
        let is_its = |own: &Object| {
            own.kind == ObjectKind::Setting && own.table.as_ref() == Some(table) && own.name.name == column
        };
        for object in self.objects.iter_mut().filter(|own| is_its(own)) {
            object.sql = object.without_storage();
        }
        self.objects.retain(|own| !is_its(own) || !own.sql.is_empty());
    }

    /// Takes away how a column of the table was counted up.
    pub(super) fn forget_counter(&mut self, table: &TableName, column: &str) {
        self.objects.retain(|object| object.table.as_ref() != Some(table) || !object.counts(column));
    }
}

/// Kinds of [`Object`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectKind {
    /// A view.
    View,
    /// A trigger.
    Trigger,
    /// A virtual table (SQLite), which models do not manage.
    VirtualTable,
    /// A function or procedure.
    Function,
    /// A sequence that no column owns.
    Sequence,
    /// A domain or a composite type.
    Domain,
    /// An extension.
    Extension,
    /// A materialized view.
    MaterializedView,
    /// A procedure.
    Procedure,
    /// A constraint that models cannot declare (EXCLUDE, a constraint trigger's).
    Constraint,
    /// A policy of row level security.
    Policy,
    /// A rewrite rule.
    Rule,
    /// An event that the server runs by the clock (MySQL).
    Event,
    /// A partition of a table.
    Partition,
    /// A type that is no enum.
    Type,
    /// Extended statistics.
    Statistics,
    /// An index that models cannot declare.
    Index,
    /// An aggregate.
    Aggregate,
    /// A cast.
    Cast,
    /// An operator or an operator class.
    Operator,
    /// A collation.
    Collation,
    /// A configuration of full text search.
    TextSearch,
    /// A publication, or what of the database it publishes.
    Publication,
    /// A trigger of the whole database.
    EventTrigger,
    /// A wrapper of foreign data.
    ForeignWrapper,
    /// A server of foreign data.
    ForeignServer,
    /// A table that lies on another server.
    ForeignTable,
    /// That a table looks at the policies of its rows.
    RowSecurity,
    /// What a column, an index, a table or another object was told beside what makes it.
    Setting,
    /// A comment on something that keeps none itself.
    Comment,
    /// What somebody may do with an object of another, or may no longer do.
    Right,
    /// Anything else.
    Other,
}

impl fmt::Display for ObjectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::View => "view",
            Self::Trigger => "trigger",
            Self::VirtualTable => "virtual table",
            Self::Function => "function",
            Self::Sequence => "sequence",
            Self::Domain => "domain",
            Self::Extension => "extension",
            Self::MaterializedView => "materialized view",
            Self::Procedure => "procedure",
            Self::Constraint => "constraint",
            Self::Policy => "policy",
            Self::Rule => "rule",
            Self::Event => "event",
            Self::Partition => "partition",
            Self::Type => "type",
            Self::Statistics => "statistics",
            Self::Index => "index",
            Self::Aggregate => "aggregate",
            Self::Cast => "cast",
            Self::Operator => "operator",
            Self::Collation => "collation",
            Self::TextSearch => "text search configuration",
            Self::Publication => "publication",
            Self::EventTrigger => "event trigger",
            Self::ForeignWrapper => "foreign data wrapper",
            Self::ForeignServer => "foreign server",
            Self::ForeignTable => "foreign table",
            Self::RowSecurity => "row level security",
            Self::Setting => "setting",
            Self::Comment => "comment",
            Self::Right => "right",
            Self::Other => "object",
        })
    }
}
