use super::scene::{both, key, made, schema, script, table};
use crate::schema::{
    Change, Column, EnumType, Expr, Fill, Identity, Index, IndexPart, NullsOrder, PrimaryKey, Schema, TableName,
    Unique, ValueMove,
};

/// Each with its name: what is changed in [`schema`].
fn cases() -> Vec<(&'static str, Vec<Change>)> {
    let users = || TableName::new("users");
    let add = |column: Column, fill: Fill| Change::AddColumn { table: users(), column, fill };
    let alter = |before: Column, after: Column, fill: Fill, using: Option<&str>| Change::AlterColumn {
        table: users(),
        before,
        after,
        fill,
        using: using.map(Expr::new),
        values: Vec::new(),
    };
    let email = || Column::new("email", "VARCHAR(50)");
    let age = || Column::new("age", "INTEGER").nullable();
    let enum_change = |values: &[&str], moves: Vec<ValueMove>| Change::AlterEnum {
        before: EnumType::new("mood", ["sad", "ok", "happy"]),
        after: EnumType::new("mood", values.iter().copied()),
        values: moves,
    };
    let mut identity = Column::new("number", "INTEGER");
    identity.identity = Some(Identity::Always);
    let mut serial = Column::new("number", "INTEGER");
    serial.identity = Some(Identity::Serial);
    let renamed = ValueMove { from: "ok".into(), to: Some("fine".into()), renamed: true };
    let gone = ValueMove { from: "ok".into(), to: Some("sad".into()), renamed: false };
    let part = IndexPart { opclass: Some("text_pattern_ops".into()), ..IndexPart::column("email") };
    let lower = IndexPart { desc: true, nulls: Some(NullsOrder::Last), ..IndexPart::expr("lower(email)") };
    let mut circle =
        [table("a", vec![Column::new("b_id", "BIGINT").nullable()]), table("b", vec![Column::new("a_id", "BIGINT")])];
    circle[0].foreign_keys.push(key("b_id", "b"));
    circle[1].foreign_keys.push(key("a_id", "a"));
    circle[1].comment = Some("it's b".into());
    let index = |index: Index, concurrently: bool| Change::AddIndex { table: users(), index, concurrently };
    vec![
        ("add a column with an answer", vec![add(Column::new("nick", "TEXT"), Fill::With("'none'".into()))]),
        ("add a column computed per row", vec![add(Column::new("nick", "TEXT"), Fill::With("lower(email)".into()))]),
        ("add a column with a default", vec![add(Column::new("n", "INTEGER").default("0"), Fill::Nothing)]),
        ("add an identity", vec![add(identity, Fill::Nothing)]),
        ("add a serial", vec![add(serial, Fill::Nothing)]),
        (
            "drop a unique column",
            vec![
                Change::DropUnique {
                    table: users(),
                    unique: Unique { columns: vec!["email".into()], ..Unique::default() },
                },
                Change::DropColumn { table: users(), column: email() },
            ],
        ),
        ("widen", vec![alter(email(), Column::new("email", "TEXT"), Fill::Nothing, None)]),
        ("narrow", vec![alter(email(), Column::new("email", "VARCHAR(20)"), Fill::Nothing, None)]),
        (
            "text to a number",
            vec![alter(email(), Column::new("email", "INTEGER"), Fill::Nothing, Some("length(email) * id"))],
        ),
        ("not null", vec![alter(age(), Column::new("age", "INTEGER").default("1"), Fill::With("7".into()), None)]),
        (
            "a counted key becomes a plain one",
            vec![Change::AlterColumn {
                table: users(),
                before: schema().table(&users()).unwrap().columns[0].clone(),
                after: Column::new("id", "INTEGER"),
                fill: Fill::Nothing,
                using: None,
                values: Vec::new(),
            }],
        ),
        (
            "the type of a key that others refer to",
            vec![
                Change::AlterColumn {
                    table: TableName::new("teams"),
                    before: schema().table(&TableName::new("teams")).unwrap().columns[0].clone(),
                    after: Column::new("id", "TEXT"),
                    fill: Fill::Nothing,
                    using: None,
                    values: Vec::new(),
                },
                alter(Column::new("team_id", "BIGINT"), Column::new("team_id", "TEXT"), Fill::Nothing, None),
            ],
        ),
        (
            "rename a table and a column, then drop its unique set",
            vec![
                Change::RenameTable { from: users(), to: TableName::new("People") },
                Change::RenameColumn { table: TableName::new("People"), from: "email".into(), to: "mail".into() },
                Change::DropUnique {
                    table: TableName::new("People"),
                    unique: Unique {
                        name: Some("users_email_key".into()),
                        columns: vec!["mail".into()],
                        ..Unique::default()
                    },
                },
            ],
        ),
        (
            "another primary key",
            vec![
                Change::DropForeignKey {
                    table: users(),
                    key: schema().table(&users()).unwrap().foreign_keys[0].clone(),
                },
                Change::SetPrimaryKey {
                    table: TableName::new("teams"),
                    before: Some(PrimaryKey { columns: vec!["id".into()], ..PrimaryKey::default() }),
                    after: Some(PrimaryKey { columns: vec!["id".into(), "name".into()], ..PrimaryKey::default() }),
                },
            ],
        ),
        (
            "indexes",
            vec![
                index(Index { parts: vec![part], include: vec!["age".into()], ..Index::on(["email"]) }, false),
                index(
                    Index {
                        parts: vec![lower],
                        name: Some("Low".into()),
                        predicate: Some("age > 1".into()),
                        unique: true,
                        ..Index::on(["email"])
                    },
                    false,
                ),
                index(Index { using: Some("HASH".into()), name: Some("h".into()), ..Index::on(["age"]) }, false),
            ],
        ),
        ("concurrently", vec![index(Index::on(["age"]), true)]),
        (
            "nulls not distinct",
            vec![Change::AddUnique {
                table: users(),
                unique: Unique {
                    columns: vec!["age".into()],
                    nulls_not_distinct: true,
                    include: vec!["email".into()],
                    ..Unique::default()
                },
            }],
        ),
        ("values added", vec![enum_change(&["awful", "sad", "so so", "ok", "happy", "mad"], vec![])]),
        ("a value renamed", vec![enum_change(&["sad", "fine", "happy"], vec![renamed])]),
        ("a value removed", vec![enum_change(&["sad", "happy"], vec![gone])]),
        ("values reordered", vec![enum_change(&["happy", "ok", "sad"], vec![])]),
        ("a circle of keys", circle.iter().map(|table| Change::CreateTable { table: table.clone() }).collect()),
        ("a schema with a table and an enum", {
            let mut inside = table("t", vec![Column::new("order", "app.\"Kind\"")]);
            inside.name = TableName::qualified("app", "t");
            vec![
                Change::CreateNamespace { name: "app".into() },
                Change::CreateEnum { ty: EnumType::new(TableName::qualified("app", "Kind"), ["a", "b"]) },
                Change::CreateTable { table: inside },
                Change::AddIndex {
                    table: TableName::qualified("app", "t"),
                    index: Index::on(["order"]),
                    concurrently: false,
                },
            ]
        }),
        ("an extension", vec![Change::CreateExtension { name: "plpgsql".into() }]),
    ]
}

/// The SQL of every case stands in a file, which was run on a server: up, down, and up again.
#[test]
fn changes_are_what_an_expert_writes() {
    let mut found = script(&Schema::default(), &made(&schema()));
    for (name, changes) in cases() {
        let (up, down) = both(&schema(), &changes);
        found += &format!("\n-- {name}\n{up}-- down\n{down}");
    }
    assert_eq!(found, include_str!("changes.sql"));
}
