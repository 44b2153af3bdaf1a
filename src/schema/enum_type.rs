use serde::{Deserialize, Serialize};

use super::{ColumnType, TableName};
use crate::sql::{quote, split_name};

/// An enum that is a type of its own (PostgreSQL's `CREATE TYPE … AS ENUM`). A column that holds one has its name for
/// a type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnumType {
    /// The type's name, which no table of the same schema has.
    pub name: TableName,
    /// Its values, in the order in which they are sorted.
    pub values: Vec<String>,
    /// The comment stored with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

impl EnumType {
    /// An enum in the default schema or another.
    pub fn new(name: impl Into<TableName>, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { name: name.into(), values: values.into_iter().map(Into::into).collect(), comment: None }
    }

    /// The type of a column that holds it.
    pub fn column_type(&self) -> ColumnType {
        type_named(&self.name)
    }
}

/// The type of that name as a column has it: qualified where it is not in the default schema, and quoted where it
/// could be misread.
pub fn type_named(name: &TableName) -> ColumnType {
    let bare = quote(&name.name);
    ColumnType::new(match &name.schema {
        Some(schema) => format!("{}.{bare}", quote(schema)),
        None => bare,
    })
}

/// The name of the type that the column's type is, or is an array of; `None` for one that has arguments.
pub fn name_of_type(ty: &ColumnType) -> Option<TableName> {
    let (name, _) = without_brackets(ty.text());
    let mut parts = split_name(name)?;
    match (parts.pop(), parts.pop(), parts.pop()) {
        (Some(name), schema, None) => Some(TableName { schema, name }),
        _ => None,
    }
}

/// The column's type after the type `from` got the name `to`, if it is one of that type or an array of it.
pub(super) fn renamed_type(ty: &ColumnType, from: &TableName, to: &TableName) -> Option<ColumnType> {
    let (_, brackets) = without_brackets(ty.text());
    (name_of_type(ty)? == *from).then(|| ColumnType::new(format!("{}{brackets}", type_named(to))))
}

/// An array's element type, and the brackets behind it.
fn without_brackets(text: &str) -> (&str, &str) {
    let name = text.trim_end_matches("[]");
    (name, text.get(name.len()..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::super::{Change, Column, Schema, Table, TableName, ValueMove, invert};
    use super::{EnumType, name_of_type, type_named};

    #[test]
    fn a_name_is_read_back_from_a_type() {
        for (name, text) in [
            (TableName::new("mood"), "mood"),
            (TableName::new("Mood"), "\"Mood\""),
            (TableName::qualified("app", "order"), "app.\"order\""),
        ] {
            assert_eq!(type_named(&name).text(), text);
            assert_eq!(name_of_type(&type_named(&name)), Some(name));
        }
    }

    #[test]
    fn each_change_of_an_enum_can_be_undone() {
        let mut schema = Schema::default();
        let mood = EnumType::new("mood", ["happy", "sad"]);
        let mut table = Table::new("users");
        table.columns = vec![Column::new("mood", "mood"), Column::new("moods", "mood[]"), Column::new("name", "TEXT")];
        schema.insert(table);
        let values = vec![ValueMove { from: "sad".to_owned(), to: Some("blue".to_owned()), renamed: true }];
        let after = EnumType::new("feeling", ["happy", "blue"]);
        let changes = [
            Change::CreateNamespace { name: "app".to_owned() },
            Change::CreateExtension { name: "citext".to_owned() },
            Change::CreateEnum { ty: mood.clone() },
            Change::RenameEnum { from: "mood".into(), to: "feeling".into() },
            Change::AlterEnum { before: EnumType::new("feeling", ["happy", "sad"]), after: after.clone(), values },
        ];
        let done = schema.after(&changes);
        assert_eq!(done.enums.values().collect::<Vec<_>>(), [&after]);
        assert!(done.namespaces.contains("app") && done.extensions.contains("citext"));
        let types = |schema: &Schema| {
            let columns = &schema.tables[&TableName::new("users")].columns;
            columns.iter().map(|column| column.ty.text().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(types(&done), ["feeling", "feeling[]", "TEXT"]);
        assert_eq!(schema.differences(&done).len(), 5);
        assert_eq!(done.after(&invert(&changes)), schema);
    }
}
