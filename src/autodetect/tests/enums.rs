use super::fixture::{self, wanted_of};
use crate::schema::{Change, Column, EnumType, PrimaryKey, Schema, Table, TableName};

fn detect(current: &Schema, goal: &Schema) -> Vec<Change> {
    fixture::detect(current, &wanted_of(goal)).changes
}

/// A schema with an enum and a table that has it.
fn schema(name: &str, values: &[&str]) -> Schema {
    let ty = EnumType::new(name, values.iter().copied());
    let mut table = Table::new("users");
    let mood = Column { ty: ty.column_type(), ..Column::new("mood", "") };
    table.columns = vec![Column::new("id", "INTEGER"), mood, Column::new("name", "TEXT")];
    table.primary_key = Some(PrimaryKey { columns: vec!["id".to_owned()], ..PrimaryKey::default() });
    let mut schema = Schema::default();
    schema.insert_enum(ty);
    schema.insert(table);
    schema
}

fn led(current: &Schema, goal: &Schema) -> Vec<Change> {
    let changes = detect(current, goal);
    assert_eq!(current.after(&changes).enums, goal.enums);
    changes
}

#[test]
fn an_enum_comes_before_its_tables_and_goes_after_them() {
    let mood = schema("mood", &["happy", "sad"]);
    assert!(matches!(&led(&Schema::default(), &mood)[..], [Change::CreateEnum { .. }, Change::CreateTable { .. }]));
    let mut without = mood.clone();
    without.enums.clear();
    without.tables.get_mut(&TableName::new("users")).unwrap().columns.remove(1);
    assert!(matches!(&led(&mood, &without)[..], [Change::DropColumn { .. }, Change::DropEnum { .. }]));
    assert_eq!(led(&mood, &mood), []);
}

#[test]
fn a_new_name_and_another_order_lose_nothing() {
    let mood = schema("mood", &["happy", "sad"]);
    let renamed = led(&mood, &schema("feeling", &["happy", "sad"]));
    assert_eq!(renamed, [Change::RenameEnum { from: "mood".into(), to: "feeling".into() }]);
    let reordered = led(&mood, &schema("mood", &["sad", "happy"]));
    assert!(matches!(&reordered[..], [Change::AlterEnum { values, .. }] if values.is_empty()));
    let longer = led(&mood, &schema("mood", &["happy", "so so", "sad"]));
    assert!(matches!(&longer[..], [Change::AlterEnum { values, .. }] if values.is_empty()));
}

#[test]
fn a_schema_is_made_for_what_is_in_it_and_goes_with_it() {
    let mut apart = Schema::default();
    apart.insert(Table {
        name: TableName::qualified("app", "logs"),
        ..schema("m", &["a"]).tables.into_values().next().unwrap()
    });
    apart.insert_enum(EnumType::new("m", ["a"]));
    let mut here = apart.clone();
    here.namespaces.insert("app".to_owned());
    let made = detect(&Schema::default(), &apart);
    assert!(matches!(
        &made[..],
        [Change::CreateNamespace { .. }, Change::CreateEnum { .. }, Change::CreateTable { .. }]
    ));
    assert_eq!(detect(&here, &apart), []);
    let gone = detect(&here, &schema("m", &["a"]));
    assert!(matches!(gone.last(), Some(Change::DropNamespace { name }) if name == "app"), "{gone:?}");
    let mut wanted = Schema::default();
    wanted.extensions.insert("citext".to_owned());
    assert_eq!(detect(&Schema::default(), &wanted), [Change::CreateExtension { name: "citext".to_owned() }]);
    assert_eq!(detect(&wanted, &Schema::default()), []);
}
