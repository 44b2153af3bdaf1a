//! Situations in which changes are made. In each, whatever the changes do not concern must be the same afterwards:
//! rows, their numbers, counters, indexes, views and triggers.

use super::bench::{Way, round_trip};
use super::edit::{Edit, Step, foreign_key, unique};
use crate::schema::{Action, Change, Column, Fill, Generated, Identity, PrimaryKey, Schema, Table, ValueMove};

/// A situation: the database, and how each of the changes is made on it.
struct Situation {
    setup: &'static str,
    edits: &'static [Step],
    /// Tables whose rows the changes may alter.
    altered: &'static [&'static str],
    /// Those of them that may lose rows, because they are dropped.
    dropped: &'static [&'static str],
}

const FAMILY: &str = "
    CREATE TABLE teams (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL UNIQUE, level INTEGER);
    CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name VARCHAR(20) NOT NULL,
        age INTEGER, email TEXT UNIQUE, team_id INTEGER NOT NULL REFERENCES teams (id) ON DELETE CASCADE, note TEXT);
    CREATE TABLE posts (id INTEGER PRIMARY KEY NOT NULL, title TEXT NOT NULL,
        author_id INTEGER REFERENCES users (id) ON DELETE SET NULL,
        editor_id INTEGER NOT NULL REFERENCES users (id) ON DELETE RESTRICT ON UPDATE CASCADE);
    CREATE TABLE likes (post_id INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
        user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        PRIMARY KEY (post_id, user_id)) WITHOUT ROWID;
    CREATE TABLE log (what TEXT);
    CREATE INDEX users_age ON users (age DESC) WHERE age > 3;
    CREATE INDEX users_lower ON users (lower(name), id);
    CREATE UNIQUE INDEX posts_title ON posts (title);
    CREATE VIEW adults AS SELECT id, name FROM users WHERE age >= 18;
    CREATE VIEW adult_posts AS SELECT posts.title, adults.name FROM posts JOIN adults ON adults.id = posts.author_id;
    CREATE VIEW other AS SELECT what FROM log;
    CREATE TRIGGER users_log AFTER UPDATE ON users BEGIN INSERT INTO log VALUES ('updated ' || OLD.id); END;
    CREATE TRIGGER log_users AFTER INSERT ON log WHEN NEW.what = 'x' BEGIN UPDATE users SET age = 1; END;
    CREATE TRIGGER adults_in INSTEAD OF INSERT ON adults BEGIN
        INSERT INTO users (name, team_id) SELECT NEW.name, min(id) FROM teams; END;
    INSERT INTO teams VALUES (1, 'red', 7), (5, 'blue', NULL);
    INSERT INTO users VALUES (1, 'ann', 30, 'a@x', 1, 'n'), (2, 'bob', NULL, NULL, 5, NULL), (9, 'cid', 2, 'c@x', 1, 'x');
    DELETE FROM users WHERE id = 9;
    INSERT INTO posts VALUES (1, 'one', 1, 2), (2, 'two', NULL, 1), (3, 'three', 2, 2);
    INSERT INTO likes VALUES (1, 1), (1, 2), (3, 2);
    INSERT INTO log (rowid, what) VALUES (4, 'a'), (2, 'b');
";

const FAMILY_EDITS: &[Step] = &[
    |e| e.add("users", Column::new("nick", "TEXT").nullable()),
    |e| e.add("users", Column::new("n", "INTEGER").default("3")),
    |e| e.add("users", Column::new("at", "TIMESTAMP").default("CURRENT_TIMESTAMP")),
    |e| e.add("users", Column { generated: generated("age + 1", false), ..Column::new("g", "INTEGER").nullable() }),
    |e| e.add("users", Column { generated: generated("age + 1", true), ..Column::new("g", "INTEGER").nullable() }),
    |e| e.add_filled("users", Column::new("n", "INTEGER"), "id * 2"),
    |e| e.add_filled("users", Column::new("n", "INTEGER").nullable(), "id * 2"),
    |e| e.add_filled("teams", Column::new("n", "INTEGER").nullable(), "7"),
    |e| {
        e.add(
            "users",
            Column { values: Some(vec!["a".into(), "b'c".into()]), ..Column::new("s", "TEXT").default("'a'") },
        )
    },
    |e| e.add("users", Column::new("boss", "INTEGER").nullable()).refer("users", &["boss"], "users", &["id"]),
    |e| e.add_filled("posts", Column::new("t", "INTEGER"), "1").refer("posts", &["t"], "teams", &["id"]),
    |e| {
        e.add("users", Column::new("a", "INT").nullable())
            .add("users", Column::new("b", "INT").nullable())
            .check("users", None, "a < b")
    },
    |e| e.add("users", Column::new("a", "INT").nullable()).check("users", Some("positive"), "a > 0"),
    |e| e.alter("users", "age", |c| c.ty = "BIGINT".to_owned().into()),
    |e| e.alter("users", "name", |c| c.collation = Some("NOCASE".into())),
    |e| e.alter("users", "name", |c| c.default = Some("'x'".into())),
    |e| e.alter_with("users", "age", Fill::With("id + 100".into()), None, |c| c.nullable = false),
    |e| {
        e.alter_with("users", "age", Fill::Nothing, None, |c| {
            c.nullable = false;
            c.default = Some("5".into());
        })
    },
    |e| e.alter("users", "note", |c| c.values = Some(vec!["n".into(), "x".into()])),
    |e| e.alter_with("teams", "level", Fill::Nothing, Some("CAST(level AS TEXT)"), |c| c.ty = "TEXT".to_owned().into()),
    |e| e.alter("users", "id", |c| c.identity = None),
    |e| e.alter("teams", "id", |c| c.identity = Some(Identity::AutoIncrement)),
    |e| e.unique("users", &["name", "age"]),
    |e| e.unique_index("users", "users_name_key", &["name"]),
    |e| e.drop_unique("users", &["email"]),
    |e| e.drop_unique("posts", &["title"]).unique("posts", &["title"]),
    |e| e.check("users", None, "length(name) > 1"),
    |e| e.check("users", Some("named"), "age IS NULL OR age < 200 -- years"),
    |e| e.index("users", "users_note", &["note"]).rename_index("users", "users_age", "users_years"),
    |e| e.drop_index("users", "users_lower"),
    |e| e.drop_column("users", "note"),
    |e| e.drop_column("teams", "level"),
    |e| e.drop_unique("users", &["email"]).drop_column("users", "email"),
    |e| e.drop_key("posts", &["author_id"]),
    |e| e.drop_key("likes", &["post_id"]).drop_key("likes", &["user_id"]),
    |e| e.key("likes", &["user_id", "post_id"]),
    |e| {
        e.alter("teams", "name", |c| c.collation = Some("NOCASE".into()))
            .alter("posts", "title", |c| c.nullable = true)
            .index("log", "log_what", &["what"])
    },
    |e| {
        e.create(comments())
            .refer("comments", &["post_id"], "posts", &["id"])
            .index("comments", "by_post", &["post_id"])
            .alter("posts", "title", |c| c.nullable = true)
    },
];

#[allow(clippy::unnecessary_wraps)]
fn generated(expr: &str, stored: bool) -> Option<Generated> {
    Some(Generated { expr: expr.into(), stored })
}

fn comments() -> Table {
    let mut table = Table::new("comments");
    table.columns = vec![Column::new("id", "INTEGER"), Column::new("post_id", "INTEGER"), Column::new("text", "TEXT")];
    table.primary_key = Some(PrimaryKey { columns: vec!["id".into()], ..PrimaryKey::default() });
    table.uniques = vec![unique(&["post_id", "text"])];
    table
}

/// Changes that rename, where SQLite rewrites what depends on it.
const FAMILY_RENAMES: &[Step] = &[
    |e| e.rename("users", "people"),
    |e| e.rename_column("users", "age", "years"),
    |e| {
        e.rename("users", "people")
            .rename_column("people", "age", "years")
            .alter("people", "years", |c| c.ty = "BIGINT".to_owned().into())
    },
    |e| {
        e.alter("users", "name", |c| c.nullable = true)
            .rename_column("users", "email", "full name")
            .rename("teams", "order")
    },
    |e| {
        e.rename("posts", "articles").rename_column("articles", "title", "headline").add_filled(
            "articles",
            Column::new("n", "INTEGER"),
            "length(headline)",
        )
    },
    |e| e.drop_column("teams", "level").rename_column("teams", "name", "level"),
    |e| e.drop_unique("users", &["email"]).drop_column("users", "email").rename_column("users", "note", "email"),
    |e| e.rename("teams", "groups").drop_key("users", &["team_id"]).refer("users", &["team_id"], "groups", &["id"]),
    |e| e.rename("log", "journal").create(Table { name: "log".into(), ..comments() }),
    |e| {
        e.rename_column("teams", "level", "rank").add_filled(
            "teams",
            Column::new("level", "TEXT"),
            "COALESCE(rank, 0) || '!'",
        )
    },
    |e| e.rename_column("teams", "level", "rank").add("teams", Column::new("level", "TEXT").nullable()),
];

const CIRCLE: &str = "CREATE TABLE p (id INTEGER PRIMARY KEY NOT NULL, q INTEGER REFERENCES q (id) ON DELETE RESTRICT);
                CREATE TABLE q (id INTEGER PRIMARY KEY NOT NULL, p INTEGER REFERENCES p (id) ON DELETE RESTRICT, me INTEGER REFERENCES q (id) ON DELETE RESTRICT);
                CREATE TABLE lives (id INTEGER PRIMARY KEY NOT NULL, q INTEGER NOT NULL REFERENCES q (id) ON DELETE CASCADE);
                CREATE TABLE alone (id INTEGER PRIMARY KEY NOT NULL, me INTEGER REFERENCES alone (id) ON DELETE RESTRICT);
                CREATE TABLE grandchild (l INTEGER REFERENCES lives (id) ON DELETE CASCADE);
                INSERT INTO p VALUES (1, NULL); INSERT INTO q VALUES (1, 1, 1); UPDATE p SET q = 1;
                INSERT INTO lives VALUES (1, 1); INSERT INTO alone VALUES (1, NULL), (2, 1); INSERT INTO grandchild VALUES (1);";

const SITUATIONS: &[Situation] = &[
    Situation {
        // A reference that is new, to a table that has to be made anew.
        setup: FAMILY,
        edits: &[
            |e| e.add("log", Column::new("t", "INTEGER").nullable()).refer("log", &["t"], "teams", &["id"]).check("teams", None, "id > 0"),
        ],
        altered: &["log", "teams"], dropped: &[],
    },
    Situation { setup: FAMILY, edits: FAMILY_EDITS, altered: &["users", "teams", "posts", "likes"], dropped: &[] },
    Situation {
        // A circle, with rows in it, and an action of every kind.
        setup: "CREATE TABLE a (id INTEGER PRIMARY KEY NOT NULL, b_id INTEGER REFERENCES b (id) ON DELETE RESTRICT, x TEXT);
                CREATE TABLE b (id INTEGER PRIMARY KEY NOT NULL, c_id INTEGER NOT NULL REFERENCES c (id) ON DELETE CASCADE);
                CREATE TABLE c (id INTEGER PRIMARY KEY NOT NULL, a_id INTEGER DEFAULT 1 REFERENCES a (id) ON DELETE SET DEFAULT,
                    me INTEGER REFERENCES c (id) ON DELETE RESTRICT);
                CREATE TABLE leaf (a INTEGER REFERENCES a (id) ON DELETE CASCADE ON UPDATE SET NULL);
                INSERT INTO a VALUES (1, 1, 'x'), (2, NULL, NULL); INSERT INTO b VALUES (1, 1), (2, 1);
                INSERT INTO c VALUES (1, 2, 1), (2, 1, 1); INSERT INTO leaf VALUES (1), (1), (2), (NULL);",
        edits: &[
            |e| e.alter("a", "x", |c| c.ty = "VARCHAR(5)".to_owned().into()),
            |e| e.check("c", None, "id > 0").check("a", None, "id > 0"),
            |e| e.drop_key("c", &["me"]).drop_column("c", "me"),
            |e| e.drop_key("a", &["b_id"]),
        ],
        altered: &["a", "c"], dropped: &[],
    },
    Situation {
        // Circles in which deleting a row of one table deletes rows of others.
        setup: "CREATE TABLE posts (id INTEGER PRIMARY KEY NOT NULL, pinned INTEGER REFERENCES comments (id) ON DELETE CASCADE, up INTEGER REFERENCES posts (id) ON DELETE CASCADE);
                CREATE TABLE comments (id INTEGER PRIMARY KEY NOT NULL, post INTEGER REFERENCES posts (id) ON DELETE CASCADE,
                    up INTEGER REFERENCES comments (id) ON DELETE CASCADE, x TEXT);
                CREATE TABLE marks (id INTEGER PRIMARY KEY NOT NULL, comment INTEGER REFERENCES comments (id) ON DELETE SET NULL, post INTEGER REFERENCES posts (id) ON DELETE CASCADE);
                INSERT INTO posts VALUES (1, 1, NULL), (2, NULL, 1); INSERT INTO comments VALUES (1, 1, NULL, 'a'), (2, 2, 1, 'b');
                INSERT INTO marks VALUES (1, 1, 1), (2, 2, 1);",
        edits: &[
            |e| e.check("comments", None, "id > 0"),
            |e| e.check("posts", None, "id > 0"),
            |e| e.drop("marks").drop("posts").drop("comments"),
            |e| e.drop_key("marks", &["comment"]).drop_key("marks", &["post"]).drop("posts").drop("comments"),
        ],
        altered: &["posts", "comments", "marks"], dropped: &["posts", "comments", "marks"],
    },
    Situation {
        // A table goes, and with it columns that must refer to it.
        setup: "CREATE TABLE teams (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL DEFAULT 1);
                CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, team_id INTEGER NOT NULL REFERENCES teams (id) ON DELETE CASCADE);
                CREATE TABLE places (id INTEGER PRIMARY KEY NOT NULL, land TEXT, team_id INTEGER NOT NULL REFERENCES teams (id) ON DELETE RESTRICT);
                INSERT INTO teams VALUES (4, 'a', 1), (5, 'b', 2); INSERT INTO users VALUES (1, 4), (2, 5); INSERT INTO places VALUES (1, 'x', 5);",
        edits: &[
            |e| e.drop_key("users", &["team_id"]).drop_key("places", &["team_id"]).drop("teams"),
            |e| {
                e.drop_key("users", &["team_id"]).drop_column("users", "team_id");
                e.drop_key("places", &["team_id"]).drop("teams")
            },
        ],
        altered: &["teams", "users"], dropped: &["teams"],
    },
    Situation {
        // No INTEGER PRIMARY KEY: the rows' numbers have to be carried over; composite keys; odd names.
        setup: "CREATE TABLE \"the order\" (a TEXT NOT NULL, \"b\"\"q\" INTEGER NOT NULL, \"🦀\" TEXT, PRIMARY KEY (a, \"b\"\"q\"));
                CREATE TABLE \"select\" (x TEXT, y INTEGER, rowid TEXT, z INTEGER,
                    FOREIGN KEY (x, y) REFERENCES \"the order\" (a, \"b\"\"q\") ON UPDATE CASCADE);
                CREATE TABLE loose (v INTEGER, w);
                CREATE INDEX \"in dex\" ON \"the order\" (\"🦀\" COLLATE NOCASE DESC);
                INSERT INTO \"the order\" (rowid, a, \"b\"\"q\", \"🦀\") VALUES (7, 'p', 1, 'A'), (3, 'q', 2, NULL);
                INSERT INTO \"select\" (_rowid_, x, y, rowid) VALUES (11, 'p', 1, 'r'), (4, NULL, 2, NULL);
                INSERT INTO loose (rowid, v, w) VALUES (10, 1, 'a'), (5, 2, x'00'), (6, NULL, 1.5);",
        edits: &[
            |e| e.alter("the order", "🦀", |c| { c.nullable = true; c.collation = Some("RTRIM".into()); }),
            |e| e.add_filled("select", Column::new("where", "TEXT"), "'it''s'"),
            |e| e.check("loose", Some("con straint"), "v < 10"),
            |e| e.alter("loose", "v", |c| c.ty = "BIGINT".to_owned().into()),
            |e| e.drop_column("select", "rowid"),
            |e| e.drop_column("select", "z"),
        ],
        altered: &["select"], dropped: &[],
    },
    Situation {
        // A foreign key that relies on a unique index instead of a constraint.
        setup: "CREATE TABLE lands (id INTEGER PRIMARY KEY NOT NULL, code TEXT NOT NULL, part INTEGER, x TEXT);
                CREATE UNIQUE INDEX lands_code ON lands (part, code);
                CREATE TABLE towns (code TEXT, part INTEGER, FOREIGN KEY (code, part) REFERENCES lands (code, part) ON DELETE CASCADE);
                INSERT INTO lands VALUES (1, 'de', 1, 'y'), (2, 'fr', 1, 'z'); INSERT INTO towns VALUES ('fr', 1), ('de', 1), (NULL, 7);",
        edits: &[|e| e.check("lands", None, "code <> ''"), |e| e.drop_column("lands", "x").check("towns", None, "part > 0")],
        altered: &["lands"], dropped: &[],
    },
    Situation {
        // Options, generated columns, conflict clauses, an empty table that has counted.
        setup: "CREATE TABLE strict_one (id INTEGER PRIMARY KEY NOT NULL, t TEXT, n REAL) STRICT;
                CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, t TEXT);
                CREATE TABLE made (a INTEGER NOT NULL ON CONFLICT IGNORE, b INTEGER GENERATED ALWAYS AS (a * 2) STORED, c TEXT AS (a || 'c') VIRTUAL,
                    d INTEGER UNIQUE ON CONFLICT REPLACE);
                CREATE INDEX made_b ON made (b) WHERE c <> '';
                INSERT INTO strict_one VALUES (1, 'x', 1.5);
                INSERT INTO counted (t) VALUES ('a'), ('b'); DELETE FROM counted;
                INSERT INTO made (a, d) VALUES (1, 1), (2, 2);",
        edits: &[
            |e| e.check("strict_one", None, "n > 0"),
            |e| e.add_filled("strict_one", Column::new("z", "BLOB"), "x'01'"),
            |e| e.alter("counted", "t", |c| c.collation = Some("RTRIM".into())),
            |e| e.check("made", None, "a < 9"),
            |e| e.alter("made", "b", |c| c.generated = None),
            |e| e.alter("made", "d", |c| c.ty = "BIGINT".to_owned().into()),
        ],
        altered: &["strict_one", "made"], dropped: &[],
    },
    Situation {
        // Tables that go, while rows of living tables refer to them, or they to each other.
        setup: CIRCLE,
        edits: &[
            |e| e.drop("alone"),
            |e| e.drop_key("lives", &["q"]).drop("q").drop("p"),
            |e| e.drop("grandchild").drop("alone").drop_key("lives", &["q"]),
        ],
        altered: &["p", "q", "alone", "lives", "grandchild"], dropped: &["p", "q", "alone", "grandchild"],
    },
];

fn changes(edit: Step) -> impl Fn(&Schema) -> Vec<Change> {
    move |schema| {
        let mut list = Edit::of(schema);
        edit(&mut list);
        list.changes
    }
}

#[test]
fn up_down_and_up_again_keep_everything_that_is_not_concerned() {
    for situation in SITUATIONS {
        for edit in situation.edits {
            for way in Way::all() {
                let [before, after, back] = round_trip(way, situation.setup, &changes(*edit));
                for (table, rows) in &before {
                    if !situation.altered.contains(&table.as_str()) && table != "sqlite_sequence" {
                        assert_eq!(back.get(table), Some(rows));
                        assert_eq!(after.get(table), Some(rows));
                    }
                    let count = |rows: Option<&Vec<String>>| rows.map(Vec::len);
                    if let Some(kept) = after
                        .get(table)
                        .filter(|_| table != "sqlite_sequence" && !situation.dropped.contains(&table.as_str()))
                    {
                        assert_eq!(kept.len(), rows.len(), "rows of {table}");
                        assert_eq!(count(back.get(table)), Some(rows.len()), "rows of {table}");
                    }
                }
            }
        }
    }
}

#[test]
fn renames_take_along_whatever_uses_the_name() {
    for edit in FAMILY_RENAMES {
        for way in Way::modern() {
            let [before, _, back] = round_trip(way, FAMILY, &changes(*edit));
            for table in ["likes", "log"] {
                assert_eq!(before.get(table), back.get(table));
            }
        }
    }
}

#[test]
fn a_table_can_take_the_name_of_one_that_goes() {
    let edit: Step = |e| e.drop_key("lives", &["q"]).drop("p").drop("q").rename("alone", "q");
    for way in Way::modern() {
        let [_, after, back] = round_trip(way, CIRCLE, &changes(edit));
        assert_eq!(after["q"], ["1|1|NULL", "2|2|1"]);
        assert_eq!((after["lives"].len(), after["grandchild"].len()), (1, 1));
        assert_eq!((back["alone"].len(), back["grandchild"].len()), (2, 1));
    }
}

/// What a query finds after changes, in every way of running them.
fn finds(setup: &str, edit: Step, query: &str, expected: &[&str]) {
    for way in Way::all() {
        let mut bench = super::bench::Bench::new(way, setup);
        let start = bench.schema();
        let rendered = super::super::render::render(&start, &changes(edit)(&start)).unwrap();
        bench.migrate(&rendered).unwrap_or_else(|error| panic!("{error}\n{}", super::bench::script(&rendered)));
        assert_eq!(bench.query(query), expected, "{way:?}\n{}", super::bench::script(&rendered));
    }
}

#[test]
fn rows_get_what_they_should() {
    let no_default = "SELECT count(*) FROM pragma_table_info('users') WHERE dflt_value IS NOT NULL";
    finds(FAMILY, |e| e.add_filled("users", Column::new("n", "INTEGER"), "id * 2"), "SELECT n FROM users", &["2", "4"]);
    finds(FAMILY, |e| e.add_filled("users", Column::new("n", "INTEGER"), "id * 2"), no_default, &["0"]);
    finds(
        FAMILY,
        |e| e.add_filled("users", Column::new("n", "INTEGER").nullable(), "id * 2"),
        "SELECT n FROM users",
        &["2", "4"],
    );
    finds(FAMILY, |e| e.add_filled("users", Column::new("n", "INTEGER"), "id * 2"), "SELECT count(*) FROM log", &["2"]);
    finds(
        FAMILY,
        |e| e.alter_with("users", "age", Fill::With("id + 100".into()), None, |c| c.nullable = false),
        "SELECT age FROM users",
        &["30", "102"],
    );
    finds(
        FAMILY,
        |e| {
            e.alter_with("users", "age", Fill::Nothing, None, |c| {
                c.nullable = false;
                c.default = Some("5".into());
            })
        },
        "SELECT age FROM users",
        &["30", "5"],
    );
    finds(
        FAMILY,
        |e| e.alter_with("users", "age", Fill::Zero, None, |c| c.nullable = false),
        "SELECT age FROM users",
        &["30", "0"],
    );
    finds(FAMILY, |e| e.add("teams", Column::new("n", "INTEGER").default("3")), "SELECT n FROM teams", &["3", "3"]);
    finds(
        FAMILY,
        |e| e.alter_with("teams", "level", Fill::Nothing, Some("'t' || level"), |c| c.ty = "TEXT".to_owned().into()),
        "SELECT quote(level) FROM teams",
        &["'t7'", "NULL"],
    );
    finds(
        FAMILY,
        |e| e.alter("teams", "level", |c| c.ty = "TEXT".to_owned().into()),
        "SELECT quote(level) FROM teams",
        &["'7'", "NULL"],
    );
    finds(
        FAMILY,
        |e| e.alter("users", "note", |c| c.nullable = true).check("users", None, "age < 99"),
        "INSERT INTO users (name, team_id) VALUES ('new', 1) RETURNING id",
        &["10"],
    );
    finds(
        FAMILY,
        |e| e.check("users", None, "age < 99"),
        "INSERT INTO adults (name) VALUES ('v') RETURNING name",
        &["v"],
    );
    let counted = "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, a TEXT); INSERT INTO t (a) VALUES (1), (2); DELETE FROM t;";
    finds(counted, |e| e.check("t", None, "id > 0"), "INSERT INTO t (a) VALUES ('x') RETURNING id", &["3"]);
    let text = "CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('42'), (' 7 '), (NULL), ('1e2');";
    finds(
        text,
        |e| e.alter("t", "a", |c| c.ty = "INTEGER".to_owned().into()),
        "SELECT quote(a) FROM t",
        &["42", "7", "NULL", "100"],
    );
}

#[test]
fn a_new_integer_key_takes_over_the_rows_numbers() {
    let setup = "CREATE TABLE t (a TEXT NOT NULL PRIMARY KEY); INSERT INTO t (rowid, a) VALUES (4, 'x'), (9, 'y');";
    let edit: Step = |e| e.add("t", Column::new("id", "INTEGER")).key("t", &["id"]);
    finds(setup, edit, "SELECT id, a FROM t", &["4|x", "9|y"]);
}

#[test]
fn a_column_that_comes_back_satisfies_its_keys() {
    let edit: Step = |e| e.drop_key("users", &["team_id"]).drop_column("users", "team_id");
    let setup = FAMILY.replace("INSERT INTO users (name, team_id) SELECT NEW.name, min(id) FROM teams;", "SELECT 1;");
    for way in Way::all() {
        let [_, _, back] = round_trip(way, &setup, &changes(edit));
        assert_eq!(back["users"].len(), 2);
    }
    let setup = "CREATE TABLE t (id INTEGER PRIMARY KEY NOT NULL, a TEXT NOT NULL UNIQUE); INSERT INTO t VALUES (1, 'x'), (2, 'y');";
    let edit: Step = |e| e.drop_unique("t", &["a"]).drop_column("t", "a");
    for way in Way::all() {
        let [_, _, back] = round_trip(way, setup, &changes(edit));
        assert_eq!(back["t"], ["1|1|'1'", "2|2|'2'"]);
    }
}

#[test]
fn values_of_an_enum_move() {
    let setup =
        "CREATE TABLE t (s TEXT NOT NULL CHECK (s IN ('a', 'b', 'c'))); INSERT INTO t VALUES ('a'), ('b'), ('c');";
    let moved = |schema: &Schema| {
        let before = schema.tables[&"t".into()].columns[0].clone();
        let after = Column { values: Some(vec!["x".into(), "c".into()]), ..before.clone() };
        let moves = [("a", "x", true), ("b", "c", false)];
        let values = moves.map(|(from, to, renamed)| ValueMove { from: from.into(), to: Some(to.into()), renamed });
        vec![Change::AlterColumn {
            table: "t".into(),
            before,
            after,
            fill: Fill::Nothing,
            using: None,
            values: values.into(),
        }]
    };
    for way in Way::all() {
        let [_, after, back] = round_trip(way, setup, &moved);
        assert_eq!(after["t"], ["1|'x'", "2|'c'", "3|'c'"]);
        assert_eq!(back["t"], ["1|'a'", "2|'c'", "3|'c'"]);
    }
}

#[test]
fn tables_that_refer_to_each_other_are_made_in_any_order() {
    let edit: Step = |e| {
        let mut one = Table { name: "one".into(), ..comments() };
        one.foreign_keys.push(foreign_key(&["post_id"], "two", &["id"]));
        e.create(one).create(Table { name: "two".into(), ..comments() });
        e.refer("two", &["post_id"], "one", &["id"]).refer("two", &["id"], "two", &["id"]);
        assert_eq!(e.table("two").foreign_keys[0].on_delete, Action::Cascade);
        e
    };
    for way in Way::all() {
        round_trip(way, FAMILY, &changes(edit));
    }
}
