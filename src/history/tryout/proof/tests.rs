use super::Proof;
use crate::database::Session;
use crate::database::sqlite::SqliteSession;
use crate::dialect::{Dialect, Rendered, Sqlite};
use crate::error::Result;
use crate::history::{Draft, History, NewMigration};
use crate::schema::{
    Change, Check, Column, ColumnType, Expr, Fill, Index, PrimaryKey, Schema, Table, TableName, Unique, invert,
};
use crate::templates::Templates;

const TABLES: &str = "
    CREATE TABLE teams (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL UNIQUE);
    CREATE TABLE users (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        team_id BIGINT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
        boss_id BIGINT REFERENCES users (id),
        name VARCHAR(5) NOT NULL,
        email TEXT UNIQUE,
        age INTEGER CHECK (age >= 18 AND age < 100),
        level TEXT NOT NULL CHECK (level IN ('low', 'high')),
        joined_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
        initial TEXT GENERATED ALWAYS AS (substr(name, 1, 1)) VIRTUAL
    );
    CREATE INDEX users_name_idx ON users (name) WHERE age > 20;
    CREATE TABLE posts (
        user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE, place INTEGER NOT NULL, body BLOB,
        PRIMARY KEY (user_id, place)
    ) WITHOUT ROWID;
    CREATE TABLE log (message TEXT);
    CREATE TABLE other (id INTEGER PRIMARY KEY NOT NULL);
    CREATE VIEW adults AS SELECT name, age FROM users;
    CREATE VIEW names AS SELECT name FROM adults;
    CREATE TRIGGER users_log AFTER INSERT ON users BEGIN INSERT INTO log VALUES (new.name); END;
    CREATE VIEW others AS SELECT id FROM other;
";

fn scratch() -> Result<Box<dyn Session>> {
    Ok(Box::new(SqliteSession::in_memory()?))
}

fn schema_of(sql: &str) -> Schema {
    let mut session = SqliteSession::in_memory().unwrap();
    for statement in Sqlite.split(sql).unwrap() {
        session.execute(&statement.text).unwrap();
    }
    session.introspect().unwrap()
}

fn sql(sql: &str) -> Rendered {
    Rendered { comments: Vec::new(), sql: sql.to_owned() }
}

fn migration(up: Vec<Rendered>, down: Vec<Rendered>) -> NewMigration {
    let draft = Draft {
        message: "Try".to_owned(),
        slug: "try".to_owned(),
        parents: Vec::new(),
        up,
        down,
        run_in_transaction: true,
    };
    draft
        .prepare(&History::default(), &Sqlite, &Templates::built_in(), "2026-11-21T10:15:00Z".parse().unwrap())
        .unwrap()
}

/// The migration that the dialect renders for the changes.
fn rendered(before: &Schema, changes: &[Change]) -> NewMigration {
    let up = Sqlite.render(before, changes).unwrap();
    let down = Sqlite.render(&before.after(changes), &invert(changes)).unwrap();
    migration(up, down)
}

fn prove(before: &Schema, changes: &[Change]) -> Result<Proof> {
    rendered(before, changes).prove(before, changes, &Sqlite, &scratch)
}

fn column(table: &str, before: &Schema, name: &str) -> Column {
    before.table(&table.into()).unwrap().column(name).unwrap().clone()
}

fn users() -> TableName {
    "users".into()
}

/// What the whole history would lead to, had it this migration.
fn replayed(tables: &str, new: &NewMigration) -> Schema {
    let up: Vec<&str> = new.migration.up.statements.iter().map(|statement| statement.text.as_str()).collect();
    schema_of(&format!("{tables};{}", up.join(";\n")))
}

#[test]
fn what_holds_is_proved_and_the_next_state_is_what_a_replay_gives() {
    let before = schema_of(TABLES);
    let name = column("users", &before, "name");
    let email = column("users", &before, "email");
    let check = Check { name: Some("users_age_check".to_owned()), expr: Expr::new("age <> 21") };
    let mut pages = Table::new("pages");
    pages.columns = vec![Column::new("id", "INTEGER"), Column::new("user_id", "BIGINT")];
    pages.primary_key = Some(PrimaryKey { columns: vec!["id".to_owned()], ..PrimaryKey::default() });
    pages.foreign_keys = before.table(&"posts".into()).unwrap().foreign_keys.clone();
    let cases: Vec<(&str, Vec<Change>)> = vec![
        ("nothing", vec![]),
        ("create", vec![Change::CreateTable { table: pages }]),
        ("drop", vec![Change::DropTable { table: before.table(&"posts".into()).unwrap().clone() }]),
        ("rename table", vec![Change::RenameTable { from: users(), to: "people".into() }]),
        (
            "rename column",
            vec![Change::RenameColumn { table: users(), from: "age".to_owned(), to: "years old".to_owned() }],
        ),
        (
            "rename both",
            vec![
                Change::RenameTable { from: users(), to: "order".into() },
                Change::RenameColumn { table: "order".into(), from: "email".to_owned(), to: "mail".to_owned() },
            ],
        ),
        (
            "add column",
            vec![Change::AddColumn {
                table: users(),
                column: Column::new("nick", "TEXT").nullable(),
                fill: Fill::Nothing,
            }],
        ),
        (
            "add filled column",
            vec![Change::AddColumn {
                table: users(),
                column: Column::new("nick", "TEXT"),
                fill: Fill::With(Expr::new("'x'")),
            }],
        ),
        (
            "longer",
            vec![Change::AlterColumn {
                table: users(),
                before: name.clone(),
                after: Column { ty: ColumnType::new("VARCHAR(50)"), ..name },
                fill: Fill::Nothing,
                using: None,
                values: Vec::new(),
            }],
        ),
        (
            "not null",
            vec![Change::AlterColumn {
                table: users(),
                before: email.clone(),
                after: Column { nullable: false, ..email },
                fill: Fill::With(Expr::new("'x' || id")),
                using: None,
                values: Vec::new(),
            }],
        ),
        ("check", vec![Change::AddCheck { table: users(), check }]),
        (
            "index",
            vec![Change::AddIndex {
                table: users(),
                index: Index { name: Some("i".to_owned()), ..Index::on(["age", "name"]) },
                concurrently: false,
            }],
        ),
        (
            "unique",
            vec![Change::AddUnique {
                table: users(),
                unique: Unique {
                    name: Some("u".to_owned()),
                    columns: vec!["name".to_owned()],
                    as_index: true,
                    ..Unique::default()
                },
            }],
        ),
    ];
    for (case, changes) in cases {
        let new = rendered(&before, &changes);
        let proof = new.prove(&before, &changes, &Sqlite, &scratch);
        let proof = proof.unwrap_or_else(|error| panic!("{case}: {error}\n{}", new.migration.up.text));
        assert_eq!(proof.notes, Vec::<String>::new(), "{case}");
        let whole = replayed(TABLES, &new);
        assert_eq!(proof.schema.differences(&whole), Vec::<String>::new(), "{case}");
        assert_eq!(proof.schema.objects, whole.objects, "{case}");
        for (name, table) in &proof.schema.tables {
            let own = super::without_own_sql(whole.table(name).unwrap().clone(), &Sqlite);
            assert_eq!(table.sql, super::without_own_sql(table.clone(), &Sqlite).sql, "{case}: {name}");
            // Tables that nobody touched stay as the caller gave them.
            if table.sql != own.sql {
                assert_eq!(before.table(name), Some(table), "{case}: {name}");
            }
        }
    }
}

#[test]
fn what_does_not_hold_is_refused() {
    let before = schema_of(TABLES);
    let add = |name: &str| Change::AddColumn {
        table: users(),
        column: Column::new(name, "TEXT").nullable(),
        fill: Fill::Nothing,
    };
    let up = "ALTER TABLE users ADD COLUMN nick TEXT";
    let down = "ALTER TABLE users DROP COLUMN nick";
    let cases: [(&[&str], &[&str], &str); 9] = [
        (
            &["ALTER TABLE users ADD COLUMN nik TEXT"],
            &[down],
            "up.sql does not lead to what the models say: column users.nick is missing",
        ),
        (&[up, "CREATE TABLE extra (a)"], &[down, "DROP TABLE extra"], "table extra is there too many"),
        (&["ALTER TABL users"], &[down], "up.sql:7: near \"TABL\": syntax error"),
        (&[up], &["SELECT 1"], "down.sql does not lead back to what was before: column users.nick is there too many"),
        (&[up], &["ALTER TABLE users DROP COLUMN nik"], "down.sql:3: no such column: \"nik\""),
        (&[up, "DELETE FROM users"], &[down], "up.sql loses rows, or values, of"),
        (&[up, "UPDATE users SET name = 'x'"], &[down], "up.sql loses rows, or values, of users"),
        (&[up], &["DELETE FROM posts WHERE place = 2", down], "down.sql loses rows, or values, of posts"),
        (&["DROP VIEW names", up], &[down], "up.sql does not lead to what the models say: names is gone"),
    ];
    for (up, down, expected) in cases {
        let statements = |all: &[&str]| all.iter().map(|text| sql(text)).collect();
        let new = migration(statements(up), statements(down));
        let error = new.prove(&before, &[add("nick")], &Sqlite, &scratch).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
        assert!(error.to_string().starts_with("2026-11-21-101500-0000_try was tried and does not hold: "), "{error}");
        assert!(error.hints().iter().any(|hint| hint.contains("--no-verify")));
    }
}

/// Drop and rename in a transaction: with foreign keys on, the children under ON DELETE CASCADE are gone.
#[test]
fn a_name_that_is_taken_is_found_however_large_the_schema_is() {
    let creation = |nr: usize| {
        let index = if nr.is_multiple_of(20) { "same".to_owned() } else { format!("i{nr}") };
        let name = format!("t{nr:03}");
        let sql =
            format!("CREATE TABLE {name} (id INTEGER PRIMARY KEY NOT NULL); CREATE INDEX {index} ON {name} (id);");
        Change::CreateTable { table: schema_of(&sql).tables.into_values().next().unwrap() }
    };
    let changes: Vec<Change> = (0..40).map(creation).collect();
    let error = prove(&Schema::default(), &changes).unwrap_err();
    assert!(error.to_string().contains("index same already exists"), "{error}");
    assert!(error.hints()[0].ends_with("choose another one"), "{error:?}");

    let before = schema_of("CREATE TABLE a (id INTEGER PRIMARY KEY NOT NULL); CREATE INDEX Same ON a (id);");
    let error = prove(&before, &changes[..5]).unwrap_err();
    assert!(error.to_string().contains("index same already exists"), "{error}");
}

#[test]
fn names_that_differ_for_sqlite_alone_are_two() {
    let after = schema_of(
        "CREATE TABLE \"\u{c4}\" (id INTEGER PRIMARY KEY NOT NULL);
        CREATE TABLE \"\u{e4}\" (id INTEGER PRIMARY KEY NOT NULL);",
    );
    let changes: Vec<Change> =
        after.tables.values().map(|table| Change::CreateTable { table: table.clone() }).collect();
    assert_eq!(prove(&Schema::default(), &changes).unwrap().schema.tables.len(), 2);
}

#[test]
fn the_usual_recipe_for_rebuilds_is_found_out() {
    let before = schema_of(
        "CREATE TABLE p (id INTEGER PRIMARY KEY NOT NULL);
         CREATE TABLE c (p_id BIGINT REFERENCES p (id) ON DELETE CASCADE);",
    );
    let change =
        Change::AddColumn { table: "p".into(), column: Column::new("a", "TEXT").nullable(), fill: Fill::Nothing };
    let new = migration(
        vec![
            sql("CREATE TABLE new_p (id INTEGER PRIMARY KEY NOT NULL, a TEXT)"),
            sql("INSERT INTO new_p (id) SELECT id FROM p"),
            sql("DROP TABLE p"),
            sql("ALTER TABLE new_p RENAME TO p"),
        ],
        vec![sql("ALTER TABLE p DROP COLUMN a")],
    );
    let error = new.prove(&before, &[change], &Sqlite, &scratch).unwrap_err();
    assert!(error.to_string().ends_with("up.sql loses rows, or values, of c"), "{error}");
}

#[test]
fn a_rule_that_made_up_rows_break_is_tried_with_fewer() {
    let before = schema_of("CREATE TABLE t (id INTEGER PRIMARY KEY NOT NULL, a BOOLEAN NOT NULL, b TEXT NOT NULL);");
    let unique = |columns: &[&str]| Change::AddUnique {
        table: "t".into(),
        unique: Unique {
            name: Some("u".to_owned()),
            columns: columns.iter().map(|name| (*name).to_owned()).collect(),
            as_index: true,
            ..Unique::default()
        },
    };
    let proof = prove(&before, &[unique(&["a"])]).unwrap();
    assert_eq!(proof.notes.len(), 1);
    assert!(proof.notes[0].starts_with("tried only with one row in each table: "), "{:?}", proof.notes);

    let never = Change::AddCheck { table: "t".into(), check: Check { name: None, expr: Expr::new("b = 'never'") } };
    let proof = prove(&before, &[never]).unwrap();
    assert!(proof.notes[0].starts_with("tried only without rows: "), "{:?}", proof.notes);

    // On the way back the column gets a plain value, which its check does not take.
    let before = schema_of("CREATE TABLE t (id INTEGER PRIMARY KEY NOT NULL, b TEXT NOT NULL, CHECK (b <> ''));");
    let table = before.table(&"t".into()).unwrap();
    let changes = [
        Change::DropCheck { table: "t".into(), check: table.checks[0].clone() },
        Change::DropColumn { table: "t".into(), column: column("t", &before, "b") },
    ];
    let proof = prove(&before, &changes).unwrap();
    assert!(proof.notes[0].starts_with("tried only without rows: down.sql:"), "{:?}", proof.notes);
}

#[test]
fn tables_that_take_no_rows_are_said_to_be_empty() {
    let before =
        schema_of("CREATE TABLE t (a TEXT NOT NULL CHECK (length(a) = 1 AND a <> 'a' AND a NOT GLOB '[0-9]'));");
    let index = Index { name: Some("i".to_owned()), ..Index::on(["a"]) };
    let index = Change::AddIndex { table: "t".into(), index, concurrently: false };
    let proof = prove(&before, &[index]).unwrap();
    assert_eq!(proof.notes, ["no rows could be made up for t, so that it was tried while empty"]);
}

#[test]
fn a_trigger_that_goes_with_its_table_is_worth_a_note() {
    let before = schema_of(
        "CREATE TABLE t (a TEXT); CREATE TABLE u (a TEXT); CREATE TRIGGER r AFTER INSERT ON t BEGIN DELETE FROM u; END;",
    );
    let proof = prove(&before, &[Change::DropTable { table: before.table(&"t".into()).unwrap().clone() }]).unwrap();
    assert_eq!(proof.notes, ["down.sql does not bring r back, which goes with its table"]);
    assert!(proof.schema.objects.is_empty());
}

#[test]
fn the_cost_follows_the_change() {
    let mut tables = String::new();
    for number in 0..2_000 {
        let parent = number / 2;
        tables.push_str(&format!(
            "CREATE TABLE t{number} (id INTEGER PRIMARY KEY NOT NULL, up BIGINT REFERENCES t{parent} (id), a TEXT);"
        ));
    }
    let before = schema_of(&tables);
    let change =
        Change::AddColumn { table: "t999".into(), column: Column::new("b", "TEXT").nullable(), fill: Fill::Nothing };
    let new = rendered(&before, std::slice::from_ref(&change));
    let concerned = super::part(&before, &new.migration, std::slice::from_ref(&change));
    new.prove(&before, &[change], &Sqlite, &scratch).unwrap();
    // The table itself, the one that it refers to, and the two that refer to it.
    assert_eq!(concerned.tables.len(), 4);
}

#[test]
fn hostile_names_and_shapes_are_tried_like_others() {
    let before = schema_of(
        "CREATE TABLE \"a \"\"b\"\" 🦀\" (\"se'lect\" INTEGER PRIMARY KEY NOT NULL, \"x y\" NUMERIC(10, 2) NOT NULL, \
         self BIGINT REFERENCES \"a \"\"b\"\" 🦀\" (\"se'lect\"), untyped);
         CREATE TABLE one (two_id BIGINT NOT NULL UNIQUE REFERENCES two (one_id));
         CREATE TABLE two (one_id BIGINT NOT NULL UNIQUE REFERENCES one (two_id));",
    );
    let name: TableName = TableName::new("a \"b\" 🦀");
    let x = before.table(&name).unwrap().column("x y").unwrap().clone();
    let changes = [
        Change::AlterColumn {
            table: name.clone(),
            before: x.clone(),
            after: x.nullable(),
            fill: Fill::Nothing,
            using: None,
            values: Vec::new(),
        },
        Change::AddColumn { table: "one".into(), column: Column::new("a", "TEXT").nullable(), fill: Fill::Nothing },
    ];
    for change in changes {
        prove(&before, std::slice::from_ref(&change)).unwrap();
    }
}
