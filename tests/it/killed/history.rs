//! A history that has everything in it that can go wrong when its process is killed.

use crate::project::Project;

/// What a Rust step runs with.
pub(super) const STEPS: &str = "up:2026-01-11-000000-0000 down:2026-01-11-000000-0000 up:2026-01-12-000000-0000 \
                                down:2026-01-12-000000-0000";

/// A migration: its day, its name, whether it runs in a transaction, `up.sql`, `down.sql`.
type Written = (u8, &'static str, bool, &'static str, &'static str);

/// Rows wide enough that a small cache spills in the middle of a transaction, so that there is something to roll back.
const HISTORY: &[Written] = &[
    (
        1,
        "base",
        true,
        "CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL, n INTEGER NOT NULL DEFAULT 0);
         CREATE TABLE posts (id INTEGER PRIMARY KEY NOT NULL, user_id INT NOT NULL REFERENCES users ON DELETE CASCADE, text TEXT);
         CREATE TABLE IF NOT EXISTS audit (id INTEGER PRIMARY KEY AUTOINCREMENT, n INTEGER, what TEXT);
         CREATE TABLE words (word TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
         INSERT INTO users (name, n) WITH RECURSIVE i (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < 60)
             SELECT printf('%0500d', i), i FROM i;
         INSERT INTO posts (user_id, text) SELECT id, 'first' FROM users UNION ALL SELECT id, 'second' FROM users;
         INSERT INTO words VALUES ('a', 1), ('b', 2);",
        "INSERT INTO audit (n, what) SELECT count(*), 'down base' FROM users;
         DROP TABLE posts; DROP TABLE users; DROP TABLE words;
         UPDATE audit SET n = n * 2;",
    ),
    (
        2,
        "rows",
        true,
        "ALTER TABLE users ADD email TEXT;
         INSERT INTO users (name, n) SELECT name || '!', n + 1 FROM users WHERE n % 2;
         UPDATE users SET n = n + 1;
         CREATE INDEX users_n ON users (n) WHERE n > 3;
         CREATE VIEW few AS SELECT id, n FROM users WHERE n < 10;
         CREATE TRIGGER posts_audit AFTER INSERT ON posts BEGIN
             INSERT INTO audit (n, what) VALUES (new.user_id, 'post; by trigger');
             UPDATE users SET n = n + 1 WHERE id = new.user_id;
         END;
         INSERT INTO posts (user_id, text) SELECT id, 'third' FROM users WHERE id < 5;",
        "DROP TRIGGER posts_audit; DROP VIEW few; DROP INDEX users_n;
         UPDATE users SET n = n - 1;
         ALTER TABLE users DROP email;
         INSERT INTO audit (n, what) VALUES (2, 'down');",
    ),
    (3, "nothing", true, "-- Nothing yet.\n", "-- Nothing to undo.\n"),
    (
        4,
        "rebuild",
        true,
        "PRAGMA defer_foreign_keys = ON;
         DROP TRIGGER posts_audit;
         DROP VIEW few;
         ALTER TABLE users RENAME TO manage_old_users;
         ALTER TABLE posts RENAME TO manage_old_posts;
         CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL, n BIGINT NOT NULL DEFAULT 7, email TEXT);
         CREATE TABLE posts (id INTEGER PRIMARY KEY NOT NULL, user_id INT NOT NULL REFERENCES users ON DELETE CASCADE, text TEXT);
         INSERT INTO users (id, name, n, email) SELECT id, name, n, email FROM manage_old_users;
         INSERT INTO posts (id, user_id, text) SELECT id, user_id, text FROM manage_old_posts;
         DROP TABLE manage_old_posts;
         DROP TABLE manage_old_users;
         CREATE INDEX users_n ON users (n) WHERE n > 3;
         CREATE VIEW few AS SELECT id, n FROM users WHERE n < 10;
         CREATE TRIGGER posts_audit AFTER INSERT ON posts BEGIN
             INSERT INTO audit (n, what) VALUES (new.user_id, 'post; by trigger');
             UPDATE users SET n = n + 1 WHERE id = new.user_id;
         END;
         PRAGMA defer_foreign_keys = OFF;",
        "INSERT INTO audit (n, what) VALUES (4, 'down');",
    ),
    (
        5,
        "outside",
        false,
        "INSERT INTO users (name, n) SELECT name, n + 100 FROM users WHERE id <= 20;
         UPDATE users SET n = n + 1;
         -- What is not done twice.
         CREATE INDEX users_name ON users (name);
         CREATE TABLE pairs AS SELECT id, n FROM users;
         INSERT INTO audit (n, what) SELECT max(n), 'most' FROM users;
         ALTER TABLE pairs ADD extra TEXT DEFAULT 'x';
         DELETE FROM users WHERE id = (SELECT max(id) FROM users);",
        "UPDATE audit SET n = n + 1;
         DROP TABLE pairs;
         INSERT INTO audit (n, what) VALUES (5, 'down');
         UPDATE audit SET n = n + 1;",
    ),
    (
        6,
        "own_transactions",
        false,
        "PRAGMA foreign_keys = OFF;
         BEGIN;
         CREATE TABLE new_users (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL, n INTEGER NOT NULL, email TEXT);
         INSERT INTO new_users SELECT id, name, n * 2, email FROM users;
         DROP VIEW few;
         DROP TRIGGER posts_audit;
         DROP TABLE users;
         ALTER TABLE new_users RENAME TO users;
         CREATE TRIGGER posts_audit AFTER INSERT ON posts BEGIN
             INSERT INTO audit (n, what) VALUES (new.user_id, 'after');
         END;
         COMMIT;
         UPDATE users SET n = n + 3;
         BEGIN IMMEDIATE;
         DELETE FROM users;
         ROLLBACK;
         BEGIN;
         SAVEPOINT inner_one;
         UPDATE users SET n = n * 1000;
         ROLLBACK TO inner_one;
         UPDATE users SET n = n - 1;
         RELEASE inner_one;
         INSERT INTO audit (n, what) SELECT sum(n), 'sum' FROM users;
         END TRANSACTION;
         VACUUM;
         UPDATE users SET n = n + 5 WHERE id % 3 = 0;
         PRAGMA foreign_keys = ON;",
        "PRAGMA foreign_keys = OFF;
         BEGIN;
         UPDATE audit SET n = n + 7;
         CREATE VIEW few AS SELECT id, n FROM users WHERE n < 10;
         CREATE INDEX users_n ON users (n);
         ALTER TABLE users RENAME COLUMN name TO old_name;
         ALTER TABLE users RENAME COLUMN old_name TO name;
         COMMIT;
         VACUUM;
         UPDATE audit SET n = n * 2;
         BEGIN;
         DELETE FROM audit;
         ROLLBACK;
         BEGIN;
         INSERT INTO audit (n, what) VALUES (6, 'down');
         COMMIT;
         PRAGMA foreign_keys = ON;",
    ),
    (
        7,
        "savepoints",
        false,
        "SAVEPOINT outer_one;
         UPDATE users SET n = n + 1;
         SAVEPOINT \"Inner\";
         UPDATE users SET n = n + 1000;
         ROLLBACK TO \"Inner\";
         RELEASE \"Inner\";
         RELEASE SAVEPOINT Outer_One;
         INSERT INTO audit (n, what) SELECT sum(n), 'after the savepoint' FROM users;",
        "UPDATE audit SET n = n + 1;
         SAVEPOINT back;
         UPDATE audit SET n = n + 1;
         INSERT INTO audit (n, what) VALUES (7, 'down');
         RELEASE back;",
    ),
    (
        8,
        "elsewhere",
        false,
        "ATTACH 'other.sqlite3' AS other;
         CREATE TABLE other.kept (id INTEGER PRIMARY KEY, n INTEGER);
         INSERT INTO other.kept SELECT id, n FROM main.users;
         UPDATE other.kept SET n = n + 1;
         INSERT INTO audit (n, what) SELECT sum(n), 'kept' FROM other.kept;
         DETACH other;
         BEGIN;
         CREATE TEMPORARY TABLE backup (id, n);
         INSERT INTO backup SELECT id, n FROM users;
         UPDATE users SET n = 0;
         UPDATE users SET n = (SELECT n + 1 FROM backup WHERE backup.id = users.id);
         DROP TABLE backup;
         COMMIT;
         UPDATE users SET n = n + 1;",
        "ATTACH 'other.sqlite3' AS other;
         UPDATE other.kept SET n = n - 1;
         INSERT INTO audit (n, what) SELECT sum(n), 'kept' FROM other.kept;
         DROP TABLE other.kept;
         DETACH other;
         INSERT INTO audit (n, what) VALUES (8, 'down');",
    ),
    (
        9,
        "versioned",
        true,
        "PRAGMA user_version = 9;
         CREATE TEMP TABLE few_users AS SELECT id FROM users WHERE n % 2;
         UPDATE users SET n = n + 1 WHERE id IN (SELECT id FROM few_users);
         DROP TABLE few_users;",
        "PRAGMA user_version = 8; UPDATE audit SET n = n + 1;",
    ),
    (
        10,
        "settings",
        false,
        "UPDATE users SET n = n + 1;
         PRAGMA user_version = 10;
         UPDATE users SET n = n + 1;
         PRAGMA application_id = 77;
         PRAGMA user_version = 11;",
        "UPDATE audit SET n = n + 1;
         PRAGMA user_version = 9;",
    ),
    (
        11,
        "step",
        true,
        "INSERT INTO audit (n, what) VALUES (11, 'before the step');",
        "INSERT INTO audit (n, what) VALUES (11, 'down');",
    ),
    (
        12,
        "step_outside",
        false,
        "INSERT INTO audit (n, what) VALUES (12, 'before the step'); UPDATE audit SET n = n + 1;",
        "INSERT INTO audit (n, what) VALUES (12, 'down'); UPDATE audit SET n = n - 1;",
    ),
    (
        13,
        "row_by_row",
        false,
        "INSERT INTO users (name, n) VALUES ('last', 1);
         UPDATE users SET n = n + 1 WHERE name = 'last';
         INSERT INTO posts (user_id, text) VALUES (last_insert_rowid(), 'of the last');
         INSERT INTO audit (n, what) VALUES (changes(), 'changed');
         UPDATE words SET n = n + 1;
         INSERT INTO audit (n, what) VALUES (changes(), 'changed');",
        "DELETE FROM users WHERE name = 'last';
         INSERT INTO audit (n, what) VALUES (changes(), 'down');",
    ),
    (14, "by_environment", false, "THIS DOES NOT RUN;", "NOR DOES THIS;"),
    (
        15,
        "keys_off",
        false,
        "PRAGMA foreign_keys = OFF; PRAGMA recursive_triggers = ON; UPDATE words SET n = n + 1;
         BEGIN; PRAGMA reverse_unordered_selects = ON; UPDATE words SET n = n + 1; COMMIT;
         CREATE TABLE in_order AS SELECT id FROM posts;",
        "DROP TABLE in_order; PRAGMA foreign_keys = OFF; UPDATE audit SET n = n + 1;",
    ),
    (
        16,
        "cascade",
        true,
        "DELETE FROM users WHERE id % 4 = 0; CREATE TABLE in_order_again AS SELECT id FROM posts;
         DELETE FROM posts WHERE user_id % 4 = 0;",
        "DROP TABLE in_order_again; INSERT INTO audit (n, what) SELECT count(*), 'down' FROM posts;",
    ),
    (
        17,
        "journal",
        false,
        "UPDATE words SET n = n + 1; PRAGMA journal_mode = WAL;",
        "PRAGMA journal_mode = DELETE; UPDATE audit SET n = n + 1; PRAGMA journal_mode = WAL;",
    ),
    (18, "end", true, "UPDATE words SET n = n * 2;", "UPDATE audit SET n = n + 1;"),
];

/// The name of a migration's directory.
pub(super) fn name(day: u8, slug: &str) -> String {
    format!("2026-01-{day:02}-000000-0000_{slug}")
}

/// Settings that run these statements on every connection.
pub(super) fn settings(project: &Project, session: &[&str]) {
    let session = serde_json::to_string(session).expect("texts");
    project.write(
        "settings.json",
        format!(
            r#"{{"environment": "production", "databases": {{"default": {{"driver": "sqlite", "database": "db.sqlite3",
                "session": {session}}}}}}}"#
        ),
    );
}

/// Writes it, with settings that run these statements on every connection.
pub(super) fn write(project: &Project, session: &[&str]) {
    settings(project, session);
    for (day, slug, in_transaction, up, down) in HISTORY {
        let at = |file: &str| format!("app_migrations/default/{}/{file}", name(*day, slug));
        project.write(&at("up.sql"), up);
        project.write(&at("down.sql"), down);
        if !in_transaction {
            project.write(&at("metadata.toml"), "run_in_transaction = false\n");
        }
    }
    let at = |file: &str| format!("app_migrations/default/{}/{file}", name(14, "by_environment"));
    project.write(&at("up.production.sql"), "UPDATE words SET n = n + 1; UPDATE words SET n = n * 3;");
    project.write(&at("down.production.sql"), "UPDATE audit SET n = n + 1; UPDATE audit SET n = n * 3;");
}

/// A long history of which no step may be done twice: one statement or several, rebuilds, some of it outside a
/// transaction or in transactions of its own.
pub(super) fn write_long(project: &Project, length: usize) {
    for place in 0..length {
        let up = match place {
            0 => "CREATE TABLE base (id INTEGER PRIMARY KEY AUTOINCREMENT, n INTEGER NOT NULL, text TEXT);
                  INSERT INTO base (n, text) WITH RECURSIVE i (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < 300)
                      SELECT i, printf('%0200d', i) FROM i;"
                .to_owned(),
            _ if place % 5 == 1 => format!(
                "CREATE TABLE t{place} AS SELECT id, n + {place} AS n FROM base WHERE id % 7 = {};
                 INSERT INTO base (n, text) SELECT n, 'from {place}' FROM t{place};",
                place % 7
            ),
            _ if place % 5 == 2 => "UPDATE base SET n = n + 1; UPDATE base SET n = n * 2 WHERE id % 2;
                                    UPDATE base SET n = n % 1000003;"
                .to_owned(),
            _ if place % 5 == 3 => "UPDATE base SET n = n + 3; BEGIN; UPDATE base SET n = n + 5 WHERE id % 3;
                                    INSERT INTO base (n) SELECT max(n) FROM base; COMMIT; UPDATE base SET n = n - 1;"
                .to_owned(),
            _ if place % 5 == 4 => "PRAGMA defer_foreign_keys = ON; ALTER TABLE base RENAME TO manage_old_base;
                 CREATE TABLE base (id INTEGER PRIMARY KEY AUTOINCREMENT, n INTEGER NOT NULL, text TEXT);
                 INSERT INTO base SELECT id, n + 1, text FROM manage_old_base;
                 INSERT OR REPLACE INTO sqlite_sequence (rowid, name, seq)
                     SELECT (SELECT rowid FROM sqlite_sequence WHERE name = 'base'), 'base', seq FROM sqlite_sequence
                     WHERE name = 'manage_old_base';
                 DROP TABLE manage_old_base; PRAGMA defer_foreign_keys = OFF;"
                .to_owned(),
            _ => format!("CREATE INDEX base_n{place} ON base (n) WHERE id % 10 = {}; UPDATE base SET n = n + 7;", place % 10),
        };
        let name = format!("2026-02-01-00{:02}{:02}-0000_long", place / 60, place % 60);
        project.write(&format!("app_migrations/default/{name}/up.sql"), up);
        project.write(&format!("app_migrations/default/{name}/down.sql"), "-- Nothing.\n");
        if place % 5 == 3 {
            project.write(&format!("app_migrations/default/{name}/metadata.toml"), "run_in_transaction = false\n");
        }
    }
}
