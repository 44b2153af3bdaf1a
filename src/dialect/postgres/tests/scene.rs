use crate::dialect::{Dialect, Postgres};
use crate::schema::{
    Action, Change, Check, Column, EnumType, ForeignKey, Identity, Index, PrimaryKey, Schema, Table, TableName, Timing,
    Unique, invert,
};

/// The script that leads from the schema through the changes.
pub(super) fn script(schema: &Schema, changes: &[Change]) -> String {
    let rendered = Postgres.render(schema, changes).unwrap();
    rendered.iter().map(|one| format!("{};\n", one.sql)).collect()
}

/// Up, and down again.
pub(super) fn both(schema: &Schema, changes: &[Change]) -> (String, String) {
    (script(schema, changes), script(&schema.after(changes), &invert(changes)))
}

/// A table with a counted key `id`.
pub(super) fn table(name: &str, columns: Vec<Column>) -> Table {
    let mut id = Column::new("id", "BIGINT");
    id.identity = Some(Identity::ByDefault);
    let mut table = Table::new(name);
    table.columns = std::iter::once(id).chain(columns).collect();
    table.primary_key = Some(PrimaryKey { columns: vec!["id".into()], ..PrimaryKey::default() });
    table
}

pub(super) fn key(column: &str, table: &str) -> ForeignKey {
    ForeignKey {
        name: None,
        columns: vec![column.into()],
        table: TableName::new(table),
        references: vec!["id".into()],
        on_delete: Action::Cascade,
        on_update: Action::NoAction,
        timing: None,
    }
}

/// Teams and their users, with one of everything.
pub(super) fn schema() -> Schema {
    let mut schema = Schema::default();
    schema.insert_enum(EnumType::new("mood", ["sad", "ok", "happy"]));
    schema.insert(table("teams", vec![Column::new("name", "TEXT")]));
    let mut users = table(
        "users",
        vec![
            Column::new("email", "VARCHAR(50)"),
            Column::new("age", "INTEGER").nullable(),
            Column::new("team_id", "BIGINT"),
            Column::new("mood", "mood").default("'ok'"),
        ],
    );
    users.uniques.push(Unique { columns: vec!["email".into()], ..Unique::default() });
    users.foreign_keys.push(ForeignKey { timing: Some(Timing::Deferrable), ..key("team_id", "teams") });
    users.checks.push(Check { name: None, expr: "age >= 0".into() });
    users.indexes.push(Index::on(["team_id"]));
    schema.insert(users);
    schema
}

/// The changes that make the schema.
pub(super) fn made(schema: &Schema) -> Vec<Change> {
    let enums = schema.enums.values().map(|ty| Change::CreateEnum { ty: ty.clone() });
    enums.chain(schema.tables.values().map(|table| Change::CreateTable { table: table.clone() })).collect()
}
