use super::Question;
use crate::schema::TableName;

/// What a question is about, as names: schema (if any), table, column, value.
pub(super) struct Subject {
    /// The whole name.
    pub(super) path: Vec<String>,
    /// How many of its last parts a flag has to give at least.
    pub(super) shortest: usize,
}

impl Question {
    /// What sort of question it is, as data has it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Table { .. } => "table",
            Self::Column { .. } => "column",
            Self::Narrowing { .. } => "narrowing",
            Self::Backfill { .. } => "backfill",
            Self::Cast { .. } => "cast",
            Self::Value { .. } => "value",
        }
    }

    /// The table that it is about: as it was for what vanished, else as the models have it.
    pub fn table(&self) -> &TableName {
        match self {
            Self::Table { table, .. }
            | Self::Column { table, .. }
            | Self::Narrowing { table, .. }
            | Self::Backfill { table, .. }
            | Self::Cast { table, .. }
            | Self::Value { table, .. } => table,
        }
    }

    /// The column that it is about, unless it is about a table.
    pub fn column(&self) -> Option<&str> {
        match self {
            Self::Table { .. } => None,
            Self::Column { column, .. } => Some(column),
            Self::Narrowing { after, .. } | Self::Cast { after, .. } => Some(&after.name),
            Self::Backfill { column, .. } => Some(&column.name),
            // An enum that is a type has no column.
            Self::Value { column, .. } => (!column.name.is_empty()).then_some(&column.name),
        }
    }

    /// The enum's value that it is about, if it is about one.
    pub fn value(&self) -> Option<&str> {
        match self {
            Self::Value { value, .. } => Some(value),
            _ => None,
        }
    }

    /// What it is about, as it is displayed and as a flag names it: `users.name`.
    pub fn name(&self) -> String {
        let parts = self.column().into_iter().chain(self.value());
        parts.fold(self.table().to_string(), |name, part| format!("{name}.{}", quoted(part)))
    }

    /// What it is about; a column of a renamed table under either name.
    pub(super) fn subjects(&self) -> Vec<Subject> {
        let model = match self {
            Self::Column { table, model, .. } if table != model => Some(model),
            _ => None,
        };
        std::iter::once(self.table()).chain(model).map(|table| self.subject(table)).collect()
    }

    fn subject(&self, table: &TableName) -> Subject {
        let mut path: Vec<String> = table.schema.iter().chain([&table.name]).cloned().collect();
        path.extend(self.column().map(str::to_owned));
        path.extend(self.value().map(str::to_owned));
        Subject { path, shortest: if self.column().or(self.value()).is_none() { 1 } else { 2 } }
    }
}

/// A name's part, in quotes where it could be misread.
pub(super) fn quoted(part: &str) -> String {
    TableName::new(part).to_string()
}
