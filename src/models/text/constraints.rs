use super::default::plain;
use super::index::{name, timing};
use super::literal::literal;
use super::names::TableNames;
use super::source::Scene;
use crate::dialect::NameKind;
use crate::schema::{Action, Check, ForeignKey, Table, TableName};
use crate::sql::quote;

/// A foreign key, to be written at its field or at the struct.
#[derive(Clone, Debug)]
pub(super) struct KeyText {
    name: Option<String>,
    fields: Vec<String>,
    /// What it refers to and how.
    reference: Vec<String>,
    /// The only column, where a field can say all of it.
    pub(super) column: Option<String>,
}

impl KeyText {
    pub(super) fn of(scene: &Scene<'_>, table: &Table, names: &TableNames, key: &ForeignKey) -> Self {
        let columns: Vec<&str> = key.columns.iter().map(String::as_str).collect();
        let name = name(scene, table, NameKind::ForeignKey, &columns, key.name.as_deref());
        let mut reference = vec![format!("references = {}", literal(&target(key)))];
        for (word, action) in [("on_delete", key.on_delete), ("on_update", key.on_update)] {
            if action != Action::NoAction {
                reference.push(format!("{word} = {}", literal(&action.to_string().to_lowercase())));
            }
        }
        reference.extend(timing(key.timing));
        let column = match key.columns.as_slice() {
            [only] if name.is_none() => Some(only.clone()),
            _ => None,
        };
        let fields = key.columns.iter().map(|own| names.field(own).unwrap_or(own).to_owned()).collect();
        Self { name, fields, reference, column }
    }

    /// At the field of its column.
    pub(super) fn at_field(&self) -> Vec<String> {
        self.reference.clone()
    }

    /// At the struct.
    pub(super) fn at_struct(&self) -> String {
        let all: Vec<&str> = self.fields.iter().chain(&self.reference).chain(&self.name).map(String::as_str).collect();
        format!("foreign_key({})", all.join(", "))
    }
}

/// `teams.id`, `app.teams.id` or `members(team_id, role)`.
fn target(key: &ForeignKey) -> String {
    match key.references.as_slice() {
        [only] => format!("{}.{}", key.table, TableName::new(only)),
        several => {
            let columns: Vec<String> = several.iter().map(|own| quote(own)).collect();
            format!("{}({})", key.table, columns.join(", "))
        }
    }
}

/// A check, to be written at its field or at the struct.
#[derive(Clone, Debug)]
pub(super) struct CheckText {
    name: Option<String>,
    expr: String,
    /// The only column that it mentions, where a field can say all of it.
    pub(super) column: Option<String>,
}

impl CheckText {
    pub(super) fn of(scene: &Scene<'_>, table: &Table, check: &Check) -> Self {
        let mentioned: Vec<&str> =
            table.columns.iter().map(|own| own.name.as_str()).filter(|own| check.expr.mentions(own)).collect();
        let usual: &[&str] = if mentioned.len() == 1 { &mentioned } else { &[] };
        let name = name(scene, table, NameKind::Check, usual, check.name.as_deref());
        let column = match mentioned.as_slice() {
            [only] if name.is_none() => Some((*only).to_owned()),
            _ => None,
        };
        Self { name, expr: literal(&plain(check.expr.text())), column }
    }

    /// At the field of its column.
    pub(super) fn at_field(&self) -> String {
        format!("check = {}", self.expr)
    }

    /// At the struct.
    pub(super) fn at_struct(&self) -> String {
        match &self.name {
            Some(name) => format!("check({name}, expr = {})", self.expr),
            None => format!("check({})", self.expr),
        }
    }
}
