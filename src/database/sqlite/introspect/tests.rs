use super::gather;
use crate::database::Session;
use crate::database::sqlite::SqliteSession;
use crate::schema::{Action, Expr, Identity, IndexKey, ObjectKind, Schema, Table, TableName, Timing};

fn session(statements: &[&str]) -> SqliteSession {
    let mut session = SqliteSession::in_memory().unwrap();
    for statement in statements {
        session.execute(statement).unwrap_or_else(|error| panic!("{error}: {statement}"));
    }
    session
}

fn schema(statements: &[&str]) -> Schema {
    gather(&mut session(statements), None).unwrap()
}

fn table(statements: &[&str], name: &str) -> Table {
    schema(statements).tables.remove(&TableName::new(name)).unwrap()
}

#[test]
fn columns_are_as_they_were_declared() {
    let table = table(
        &["CREATE TABLE t (
            id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, -- the key
            \"we, (odd\" VARCHAR ( 50 ) DEFAULT 'a, b)' NOT NULL ON CONFLICT IGNORE,
            'quoted' TEXT COLLATE NOCASE,
            [bracket] DECIMAL(10, 2) DEFAULT -1.5,
            word TEXT DEFAULT draft, dq TEXT DEFAULT \"it's\", none TEXT DEFAULT NULL,
            at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
            expr INT DEFAULT (1 + (2 * 3)),
            low TEXT GENERATED ALWAYS AS (lower(\"quoted\")) STORED,
            len INT AS (length(low)) VIRTUAL NOT NULL,
            untyped,
            bin TEXT COLLATE BINARY
        )"],
        "t",
    );
    let shown: Vec<String> = table
        .columns
        .iter()
        .map(|column| {
            let default = column.default.as_ref().map(Expr::text);
            format!("{}|{}|{}|{default:?}", column.name, column.ty, column.nullable)
        })
        .collect();
    assert_eq!(
        shown,
        [
            "id|INTEGER|false|None",
            "we, (odd|VARCHAR ( 50 )|false|Some(\"'a, b)'\")",
            "quoted|TEXT|true|None",
            "bracket|DECIMAL(10, 2)|true|Some(\"-1.5\")",
            "word|TEXT|true|Some(\"'draft'\")",
            "dq|TEXT|true|Some(\"'it''s'\")",
            "none|TEXT|true|None",
            "at|TIMESTAMP|false|Some(\"CURRENT_TIMESTAMP\")",
            "expr|INT|true|Some(\"1 + (2 * 3)\")",
            "low|TEXT|true|None",
            "len|INT|false|None",
            "untyped||true|None",
            "bin|TEXT|true|None",
        ]
    );
    let column = |name: &str| table.column(name).unwrap();
    assert_eq!(column("id").identity, Some(Identity::AutoIncrement));
    assert_eq!(column("we, (odd").on_conflict.as_deref(), Some("IGNORE"));
    assert_eq!(column("quoted").collation.as_deref(), Some("NOCASE"));
    assert_eq!(column("bin").collation, None);
    let low = column("low").generated.clone().unwrap();
    assert_eq!((low.expr.text(), low.stored), ("lower(\"quoted\")", true));
    assert!(!column("len").generated.clone().unwrap().stored);
    assert_eq!(table.key_columns(), ["id"]);
}

#[test]
fn keys_and_constraints_keep_names_order_and_clauses() {
    let table = table(
        &[
            "CREATE TABLE \"Parent\" (\"A\" INT, b INT, PRIMARY KEY (b, \"A\"))",
            "CREATE TABLE t (a INT CHECK (a > 0), b INT CONSTRAINT b_big CHECK (b > (1)) UNIQUE ON CONFLICT REPLACE,
             c INT CONSTRAINT c_ref REFERENCES parent(a) ON DELETE SET NULL ON UPDATE CASCADE MATCH SIMPLE NOT NULL,
             d INT REFERENCES t DEFERRABLE INITIALLY DEFERRED NOT DEFERRABLE,
             CONSTRAINT pk PRIMARY KEY (B, a DESC) ON CONFLICT FAIL,
             CONSTRAINT u UNIQUE (A COLLATE NOCASE, b DESC)
             CONSTRAINT both FOREIGN KEY (a, b) REFERENCES PARENT ON DELETE RESTRICT DEFERRABLE,
             CHECK (a <> ')' AND b IN (1, 2)) ON CONFLICT IGNORE,
             FOREIGN KEY (b, a) REFERENCES missing (x, y) ON DELETE SET DEFAULT DEFERRABLE INITIALLY DEFERRED
            ) WITHOUT ROWID, STRICT",
        ],
        "t",
    );
    let key = table.primary_key.clone().unwrap();
    assert_eq!(
        (key.name.as_deref(), key.columns.as_slice()),
        (Some("pk"), ["b".to_owned(), "a".to_owned()].as_slice())
    );
    assert_eq!(key.on_conflict.as_deref(), Some("FAIL"));
    assert_eq!(table.options, ["WITHOUT ROWID", "STRICT"]);
    let uniques: Vec<_> = table.uniques.iter().map(|u| (u.name.as_deref(), u.columns.join(), &u.on_conflict)).collect();
    assert_eq!(uniques, [(None, "b".to_owned(), &Some("REPLACE".to_owned())), (Some("u"), "a,b".to_owned(), &None)]);
    let checks: Vec<_> = table.checks.iter().map(|check| (check.name.as_deref(), check.expr.text())).collect();
    assert_eq!(checks, [(None, "a > 0"), (Some("b_big"), "b > (1)"), (None, "a <> ')' AND b IN (1, 2)")]);
    let keys: Vec<_> = table
        .foreign_keys
        .iter()
        .map(|key| {
            let references = key.references.join();
            (key.name.as_deref(), key.columns.join(), key.table.name.as_str(), references, key.on_delete, key.timing)
        })
        .collect();
    let text = ToOwned::to_owned;
    assert_eq!(
        keys,
        [
            (Some("c_ref"), text("c"), "Parent", text("A"), Action::SetNull, None),
            (None, text("d"), "t", text("b,a"), Action::NoAction, Some(Timing::Deferred)),
            (Some("both"), text("a,b"), "Parent", text("b,A"), Action::Restrict, Some(Timing::Deferrable)),
            (None, text("b,a"), "missing", text("x,y"), Action::SetDefault, Some(Timing::Deferred)),
        ]
    );
    assert_eq!(table.foreign_keys[0].on_update, Action::Cascade);
    assert!(!table.column("c").unwrap().nullable);
}

trait Join {
    fn join(&self) -> String;
}

impl Join for Vec<String> {
    fn join(&self) -> String {
        self.as_slice().join(",")
    }
}

#[test]
fn indexes_have_their_parts_and_predicates() {
    let table = table(
        &[
            "CREATE TABLE t (a TEXT COLLATE NOCASE, b INT, \"c,d\" TEXT, UNIQUE (a))",
            "CREATE INDEX one ON t (a, B DESC, \"c,d\" COLLATE RTRIM ASC)",
            "CREATE UNIQUE INDEX IF NOT EXISTS \"t(wo\" ON t ('b') WHERE b > 0 AND a IN ('x', 'y')",
            "CREATE INDEX three ON t (lower(\"c,d\") DESC, (b + 1), a COLLATE BINARY, a COLLATE nocase)",
        ],
        "t",
    );
    let shown: Vec<String> = table
        .indexes
        .iter()
        .map(|index| {
            let parts: Vec<String> = index
                .parts
                .iter()
                .map(|part| {
                    let key = match &part.key {
                        IndexKey::Column(name) => name.clone(),
                        IndexKey::Expr(expr) => format!("`{expr}`"),
                    };
                    format!("{key} {} {:?}", part.desc, part.collation.as_deref().unwrap_or_default())
                })
                .collect();
            format!("{:?} {} {parts:?} {:?}", index.name.as_deref().unwrap(), index.unique, index.predicate)
        })
        .collect();
    assert_eq!(
        shown,
        [
            r#""one" false ["a false \"\"", "b true \"\"", "c,d false \"RTRIM\""] None"#,
            r#""t(wo" true ["b false \"\""] Some(`b > 0 AND a IN ('x', 'y')`)"#,
            r#""three" false ["`lower(\"c,d\")` true \"\"", "`(b + 1)` false \"\"", "a false \"BINARY\"", "a false \"\""] None"#,
        ]
    );
    assert_eq!(table.uniques.len(), 1);
}

#[test]
fn views_triggers_and_virtual_tables_are_kept_word_for_word_and_ours_are_left_out() {
    let schema = schema(&[
        diesel::migration::CREATE_MIGRATIONS_TABLE,
        "CREATE TABLE __manage_journal (version TEXT)",
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)",
        "CREATE VIEW v AS SELECT 1 AS \"one\" -- why",
        "CREATE VIRTUAL TABLE search USING fts5(body)",
        "CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; END",
        "CREATE TRIGGER on_ledger AFTER INSERT ON __diesel_schema_migrations BEGIN SELECT 1; END",
        "CREATE VIEW broken AS SELECT * FROM nowhere",
        "ANALYZE",
    ]);
    assert_eq!(schema.tables.keys().map(ToString::to_string).collect::<Vec<_>>(), ["t"]);
    let objects: Vec<_> = schema.objects.iter().map(|object| (object.kind, object.name.name.as_str())).collect();
    assert_eq!(
        objects,
        [
            (ObjectKind::View, "v"),
            (ObjectKind::VirtualTable, "search"),
            (ObjectKind::Trigger, "tr"),
            (ObjectKind::View, "broken"),
        ]
    );
    assert_eq!(schema.objects[0].sql, "CREATE VIEW v AS SELECT 1 AS \"one\" -- why");
    assert_eq!(schema.objects[2].table, Some(TableName::new("t")));
}

#[test]
fn some_tables_alone() {
    let mut session = session(&[
        "CREATE TABLE a (id INTEGER PRIMARY KEY)",
        "CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INT REFERENCES a)",
        "CREATE TABLE c (id INTEGER PRIMARY KEY)",
        "CREATE INDEX c_id ON c (id)",
        "CREATE TRIGGER tr AFTER INSERT ON b BEGIN SELECT 1; END",
        "CREATE VIEW v AS SELECT 1",
    ]);
    let schema = gather(&mut session, Some(&[TableName::new("B"), TableName::new("nowhere")])).unwrap();
    assert_eq!(schema.tables.keys().map(ToString::to_string).collect::<Vec<_>>(), ["b"]);
    assert_eq!(schema.tables[&TableName::new("b")].foreign_keys[0].references, ["id"]);
    assert_eq!(schema.objects.len(), 1);
}

/// What the reader finds in the text must agree with what SQLite itself understood.
#[test]
fn foreign_keys_and_indexes_agree_with_the_pragmas() {
    let mut session = session(&[
        "CREATE TABLE p (x INT, y INT, PRIMARY KEY (x, y))",
        "CREATE TABLE k (a INT REFERENCES p(x) ON DELETE CASCADE, b INT REFERENCES k(a) ON UPDATE SET NULL, c INT,
         FOREIGN KEY (b, c) REFERENCES p ON DELETE NO ACTION)",
        "CREATE INDEX i1 ON k (c DESC, a)",
        "ALTER TABLE p RENAME TO \"new parent\"",
        "ALTER TABLE k RENAME COLUMN a TO \"the a\"",
        "ALTER TABLE k ADD COLUMN d INT REFERENCES \"new parent\"(y) ON DELETE SET NULL",
        "CREATE TABLE made AS SELECT 1 AS one, 'x' AS \"two words\"",
    ]);
    let schema = gather(&mut session, None).unwrap();
    let table = &schema.tables[&TableName::new("k")];
    let pragma = session
        .query(
            "SELECT \"table\", \"from\", on_delete, on_update FROM pragma_foreign_key_list('k') ORDER BY id DESC, seq",
        )
        .unwrap();
    let read: Vec<Vec<Option<String>>> = table
        .foreign_keys
        .iter()
        .flat_map(|key| {
            key.columns.iter().map(|column| {
                [&key.table.name, column, &key.on_delete.to_string(), &key.on_update.to_string()]
                    .map(|text| Some(text.clone()))
                    .to_vec()
            })
        })
        .collect();
    assert_eq!(read, pragma);
    assert_eq!(table.foreign_keys[3].references, ["x", "y"]);
    let pragma = session.query("SELECT name, \"desc\" FROM pragma_index_xinfo('i1') WHERE key").unwrap();
    let read: Vec<Vec<Option<String>>> = table.indexes[0]
        .parts
        .iter()
        .map(|part| {
            let IndexKey::Column(name) = &part.key else { panic!("not a column") };
            vec![Some(name.clone()), Some(u8::from(part.desc).to_string())]
        })
        .collect();
    assert_eq!(read, pragma);
    let made = &schema.tables[&TableName::new("made")];
    assert_eq!(made.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(), ["one", "two words"]);
}

#[test]
fn a_table_is_its_own_text_even_with_names_that_are_hostile() {
    let text = "CREATE TABLE \"x'; DROP TABLE y; --\" (\"🦀 crab\" INT, \"a\"\"b\" TEXT DEFAULT 'it''s')";
    let schema = schema(&[text]);
    let table = schema.tables.values().next().unwrap();
    assert_eq!(table.sql.as_deref(), Some(text));
    assert_eq!(table.name.name, "x'; DROP TABLE y; --");
    assert_eq!(table.columns[1].name, "a\"b");
}

/// The number of queries does not grow with the schema; this bound is wide enough for any machine and build.
#[test]
fn a_thousand_tables_take_no_time_to_speak_of() {
    let mut session = session(&["BEGIN"]);
    for number in 0..1000 {
        let table = format!("CREATE TABLE t{number} (id INTEGER PRIMARY KEY, a INT REFERENCES t{} (id))", number / 2);
        session.execute(&table).unwrap();
        session.execute(&format!("CREATE INDEX i{number} ON t{number} (a)")).unwrap();
    }
    let begin = std::time::Instant::now();
    let schema = session.introspect().unwrap();
    assert!(begin.elapsed().as_secs() < 3, "{:?}", begin.elapsed());
    assert_eq!(schema.tables.len(), 1000);
}

#[test]
fn the_result_is_canonical() {
    let mut session = session(&[
        "CREATE TABLE t (id INTEGER PRIMARY KEY, status TEXT NOT NULL CHECK (status IN ('draft', 'published')), a INT)",
        "CREATE UNIQUE INDEX t_a ON t (a)",
    ]);
    let schema = session.introspect().unwrap();
    let table = &schema.tables[&TableName::new("t")];
    assert_eq!(
        table.column("status").unwrap().values.as_deref(),
        Some(["draft".to_owned(), "published".to_owned()].as_slice())
    );
    assert!(table.checks.is_empty() && table.indexes.is_empty());
    assert!(table.uniques[0].as_index);
}

#[test]
fn what_is_no_statement_is_an_error() {
    let mut session = SqliteSession::in_memory().unwrap();
    for statement in ["SELECT 1\0", "SELECT", "SELECT * FROM nowhere", "'open"] {
        assert!(session.execute(statement).is_err(), "{statement:?}");
        assert!(session.query(statement).is_err(), "{statement:?}");
    }
    assert!(session.query("").is_err());
    let rows = session.query("SELECT 1, NULL, 1.5, 'x', x'4142', x'ff'").unwrap();
    let texts: Vec<Option<&str>> = rows[0].iter().map(Option::as_deref).collect();
    assert_eq!(texts, [Some("1"), None, Some("1.5"), Some("x"), Some("AB"), Some("\u{fffd}")]);
}
