//! Changes as the statements that they become; all of these ran on MariaDB 10.11.

use super::Mysql;
use crate::dialect::Dialect;
use crate::schema::{
    Action, Change, Check, Column, Expr, Fill, ForeignKey, Generated, Identity, Index, IndexPart, PrimaryKey, Schema,
    Table, TableName, Unique, ValueMove, invert,
};

fn key(columns: &[&str]) -> Option<PrimaryKey> {
    Some(PrimaryKey { columns: columns.iter().map(|name| (*name).to_owned()).collect(), ..PrimaryKey::default() })
}

fn refers(name: &str, column: &str, table: &str) -> ForeignKey {
    ForeignKey {
        name: Some(name.to_owned()),
        columns: vec![column.to_owned()],
        table: table.into(),
        references: vec!["id".to_owned()],
        on_delete: Action::Cascade,
        on_update: Action::NoAction,
        timing: None,
    }
}

fn users() -> Table {
    let mut users = Table::new("users");
    let id = Column { identity: Some(Identity::AutoIncrement), ..Column::new("id", "bigint") };
    let mut mood = Column::new("mood", "enum").default("'ok'");
    mood.values = Some(vec!["ok".to_owned(), "it's".to_owned()]);
    let mut changed = Column::new("changed_at", "datetime(6)").default("CURRENT_TIMESTAMP(6)");
    changed.on_update = Some(Expr::new("CURRENT_TIMESTAMP(6)"));
    let mut next = Column::new("next_age", "int").nullable();
    next.generated = Some(Generated { expr: Expr::new("age + 1"), stored: false });
    let mut name = Column::new("name", "varchar(50)");
    name.comment = Some("what others call it".to_owned());
    name.collation = Some("utf8mb4_bin".to_owned());
    users.columns =
        vec![id, name, Column::new("age", "int"), mood, changed, next, Column::new("order", "text").nullable()];
    users.primary_key = key(&["id"]);
    users.uniques =
        vec![Unique { name: Some("users_name_key".to_owned()), columns: vec!["name".to_owned()], ..Unique::default() }];
    let part = IndexPart { prefix: Some(20), ..IndexPart::column("order") };
    users.indexes = vec![Index { name: Some("users_order_idx".to_owned()), parts: vec![part], ..Index::on(["order"]) }];
    users.checks = vec![Check { name: Some("users_age_check".to_owned()), expr: Expr::new("age >= 0") }];
    users.comment = Some("who is here".to_owned());
    users
}

fn posts() -> Table {
    let mut posts = Table::new("posts");
    let id = Column { identity: Some(Identity::AutoIncrement), ..Column::new("id", "bigint") };
    posts.columns = vec![id, Column::new("author_id", "bigint"), Column::new("title", "varchar(100)")];
    posts.primary_key = key(&["id"]);
    posts.foreign_keys = vec![refers("posts_author_id_fkey", "author_id", "users")];
    posts
}

fn both() -> Schema {
    let mut schema = Schema::default();
    schema.insert(users());
    schema.insert(posts());
    schema
}

/// The statements, comments included, as a migration holds them.
fn script(schema: &Schema, changes: &[Change]) -> String {
    let mut text = String::new();
    for statement in Mysql.render(schema, changes).unwrap() {
        for comment in &statement.comments {
            text += &format!("-- {comment}\n");
        }
        text += &format!("{};\n", statement.sql);
    }
    text
}

fn altered(schema: &Schema, table: &str, column: &str, change: impl Fn(&mut Column)) -> Change {
    let before = schema.tables[&TableName::new(table)].column(column).unwrap().clone();
    let mut after = before.clone();
    change(&mut after);
    Change::AlterColumn { table: table.into(), before, after, fill: Fill::Nothing, using: None, values: Vec::new() }
}

#[test]
fn tables_are_written_as_by_hand() {
    let changes = [Change::CreateTable { table: users() }, Change::CreateTable { table: posts() }];
    insta::assert_snapshot!(script(&Schema::default(), &changes), @r"
    CREATE TABLE users (
        id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
        name varchar(50) COLLATE utf8mb4_bin NOT NULL COMMENT 'what others call it',
        age int NOT NULL,
        mood enum('ok', 'it''s') NOT NULL DEFAULT 'ok',
        changed_at datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
        next_age int GENERATED ALWAYS AS (age + 1) VIRTUAL,
        `order` text,
        UNIQUE KEY users_name_key (name),
        KEY users_order_idx (`order`(20)),
        CONSTRAINT users_age_check CHECK (age >= 0)
    ) COMMENT='who is here';
    CREATE TABLE posts (
        id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
        author_id bigint NOT NULL,
        title varchar(100) NOT NULL,
        CONSTRAINT posts_author_id_fkey FOREIGN KEY (author_id) REFERENCES users (id) ON DELETE CASCADE
    );
    ");
}

#[test]
fn circles_are_closed_after_the_tables() {
    let mut first = users();
    first.columns.push(Column::new("best_id", "bigint").nullable());
    first.foreign_keys.push(refers("users_best_id_fkey", "best_id", "posts"));
    let changes = [Change::CreateTable { table: first }, Change::CreateTable { table: posts() }];
    let text = script(&Schema::default(), &changes);
    assert!(text.ends_with(
        "ALTER TABLE users ADD CONSTRAINT users_best_id_fkey FOREIGN KEY (best_id) REFERENCES posts (id) ON DELETE CASCADE;\n"
    ));
}

/// Changes of one kind each, by name.
fn situations() -> Vec<(&'static str, Vec<Change>)> {
    let schema = both();
    let table = || TableName::new("users");
    let add = |column: Column, fill: Fill| Change::AddColumn { table: table(), column, fill };
    let with_values = |change: Change, list: Vec<ValueMove>| match change {
        Change::AlterColumn { table, before, after, fill, using, .. } => {
            Change::AlterColumn { table, before, after, fill, using, values: list }
        }
        other => other,
    };
    let with_using = |change: Change, expr: &str| match change {
        Change::AlterColumn { table, before, after, fill, values, .. } => {
            Change::AlterColumn { table, before, after, fill, using: Some(Expr::new(expr)), values }
        }
        other => other,
    };
    let renamed =
        |from: &str, to: Option<&str>, renamed| ValueMove { from: from.into(), to: to.map(str::to_owned), renamed };
    let number = Column { identity: Some(Identity::AutoIncrement), ..Column::new("number", "int unsigned") };
    let index = Index { name: Some("posts_author_id_idx".to_owned()), ..Index::on(["author_id", "title"]) };
    vec![
        ("add nullable", vec![add(Column::new("nick", "varchar(20)").nullable(), Fill::Nothing)]),
        ("add with a constant", vec![add(Column::new("level", "int"), Fill::With("3".into()))]),
        ("add with an expression", vec![add(Column::new("nick", "varchar(50)"), Fill::With("upper(name)".into()))]),
        ("add a text", vec![add(Column::new("bio", "text"), Fill::With("'none'".into()))]),
        (
            "drop column",
            vec![Change::DropColumn {
                table: "posts".into(),
                column: schema.tables[&TableName::new("posts")].columns[2].clone(),
            }],
        ),
        ("rename column", vec![Change::RenameColumn { table: table(), from: "age".into(), to: "years".into() }]),
        ("rename table", vec![Change::RenameTable { from: table(), to: "people".into() }]),
        (
            "widen",
            vec![altered(&schema, "users", "age", |column| column.ty = crate::schema::ColumnType::new("bigint"))],
        ),
        (
            "a key's type",
            vec![
                altered(&schema, "users", "id", |column| column.ty = crate::schema::ColumnType::new("int")),
                altered(&schema, "posts", "author_id", |column| column.ty = crate::schema::ColumnType::new("int")),
            ],
        ),
        (
            "cast",
            vec![with_using(
                altered(&schema, "users", "name", |column| {
                    column.ty = crate::schema::ColumnType::new("int");
                    column.collation = None;
                }),
                "char_length(name)",
            )],
        ),
        (
            "not null",
            vec![match altered(&schema, "users", "order", |column| column.nullable = false) {
                Change::AlterColumn { table, before, after, using, values, .. } => {
                    Change::AlterColumn { table, before, after, fill: Fill::With("'x'".into()), using, values }
                }
                other => other,
            }],
        ),
        (
            "an enum's value renamed",
            vec![with_values(
                altered(&schema, "users", "mood", |column| column.values = Some(vec!["ok".into(), "bad".into()])),
                vec![renamed("it's", Some("bad"), true)],
            )],
        ),
        (
            "an enum's value dropped",
            vec![with_values(
                altered(&schema, "users", "mood", |column| column.values = Some(vec!["ok".into()])),
                vec![renamed("it's", Some("ok"), false)],
            )],
        ),
        (
            "generated",
            vec![altered(&schema, "users", "next_age", |column| {
                column.generated = Some(Generated { expr: Expr::new("age + 2"), stored: true });
            })],
        ),
        (
            "another key that counts",
            vec![
                Change::AddColumn { table: "posts".into(), column: number, fill: Fill::Nothing },
                altered(&schema, "posts", "id", |column| column.identity = None),
                Change::SetPrimaryKey { table: "posts".into(), before: key(&["id"]), after: key(&["number"]) },
            ],
        ),
        (
            "an index and off again",
            vec![
                Change::AddIndex { table: "posts".into(), index: index.clone(), concurrently: false },
                Change::DropIndex { table: "posts".into(), index, concurrently: false },
            ],
        ),
        (
            "drop a foreign key",
            vec![Change::DropForeignKey {
                table: "posts".into(),
                key: refers("posts_author_id_fkey", "author_id", "users"),
            }],
        ),
        ("drop a check", vec![Change::DropCheck { table: table(), check: users().checks.remove(0) }]),
        (
            "a unique set",
            vec![Change::AddUnique {
                table: "posts".into(),
                unique: Unique {
                    columns: vec!["title".into()],
                    name: Some("posts_title_key".into()),
                    ..Unique::default()
                },
            }],
        ),
        ("comment", vec![Change::SetComment { table: table(), before: users().comment, after: None }]),
        (
            "drop the parent",
            vec![
                Change::DropForeignKey {
                    table: "posts".into(),
                    key: refers("posts_author_id_fkey", "author_id", "users"),
                },
                Change::DropTable { table: users() },
            ],
        ),
    ]
}

#[test]
fn changes_and_back() {
    let schema = both();
    let mut text = String::new();
    for (name, changes) in situations() {
        text += &format!("-- {name}\n{}", script(&schema, &changes));
        text += &format!("-- {name}, undone\n{}\n", script(&schema.after(&changes), &invert(&changes)));
    }
    insta::assert_snapshot!(text);
}

/// No server is asked for its version: there is one way to say each of these that MySQL 8.0.19 and MariaDB 10.6 both know.
#[test]
fn every_clause_is_one_that_mysql_and_mariadb_know() {
    let schema = both();
    let table = || TableName::new("users");
    let check = users().checks.remove(0);
    let index = users().indexes.remove(0);
    let computed = Column::new("made", "date").default("CURRENT_DATE");
    let own = Column { nullable: true, ..Column::new("token", "char(36)").default("uuid()") };
    let one = |change: Change| script(&schema, &[change]);
    for (change, expected) in [
        // Of MySQL 8.0.3 and MariaDB 10.5.2; CHANGE would have to say the whole column.
        (
            Change::RenameColumn { table: table(), from: "mood".to_owned(), to: "temper".to_owned() },
            "ALTER TABLE users RENAME COLUMN mood TO temper;\n",
        ),
        // Of MySQL 5.7 and MariaDB 10.5.2.
        (
            Change::RenameIndex { table: table(), index, to: "users_by_order".to_owned() },
            "ALTER TABLE users RENAME INDEX users_order_idx TO users_by_order;\n",
        ),
        // Of MySQL 8.0.19 and MariaDB 10.2; DROP CHECK is MySQL's alone.
        (Change::DropCheck { table: table(), check }, "ALTER TABLE users DROP CONSTRAINT users_age_check;\n"),
        (
            Change::DropForeignKey { table: "posts".into(), key: posts().foreign_keys.remove(0) },
            "ALTER TABLE posts\n    DROP FOREIGN KEY posts_author_id_fkey,\n    DROP KEY posts_author_id_fkey;\n",
        ),
        // Expressions as defaults are of MySQL 8.0.13 and MariaDB 10.2; MySQL wants the parentheses.
        (
            Change::AddColumn { table: table(), column: computed, fill: Fill::Nothing },
            "ALTER TABLE users ADD COLUMN made date NOT NULL DEFAULT (CURRENT_DATE);\n",
        ),
        (
            Change::AddColumn { table: table(), column: own, fill: Fill::Nothing },
            "ALTER TABLE users ADD COLUMN token char(36) DEFAULT (uuid());\n",
        ),
        (
            altered(&schema, "users", "age", |column| column.ty = "bigint".to_owned().into()),
            "ALTER TABLE users MODIFY COLUMN age bigint NOT NULL;\n",
        ),
    ] {
        assert_eq!(one(change), expected);
    }
    // Each of them has words of its own that the other does not know.
    let mut all = String::new();
    for (_, changes) in situations() {
        all += &script(&schema, &changes);
        all += &script(&schema.after(&changes), &invert(&changes));
    }
    let words: Vec<&str> = all.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').collect();
    for pair in [["DROP", "CHECK"], ["IF", "EXISTS"], ["ADD", "IF"], ["SYSTEM", "VERSIONING"], ["ALTER", "INDEX"]] {
        assert!(!words.windows(2).any(|own| own == pair), "{pair:?}");
    }
    for word in ["PERSISTENT", "RETURNING", "INVISIBLE", "NOWAIT", "WITHOUT"] {
        assert!(!words.contains(&word), "{word}");
    }
}
