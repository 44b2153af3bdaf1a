//! What MariaDB's catalog knows is seen: every statement here changes the schema that is read, and what is no table is kept
//! as a statement that makes it again.

use crate::catalogue::read;
use crate::project::Project;
use crate::servers::{Database, Role};

const GROUND: &str = "
    CREATE TABLE parent (id int PRIMARY KEY, other int NOT NULL, UNIQUE KEY both_key (id, other));
    CREATE TABLE t (id int NOT NULL, a int, b int NOT NULL, c varchar(40), d text, g geometry NOT NULL, e date NOT NULL, \
    f date NOT NULL, h int, k int, PRIMARY KEY (id));
    CREATE TABLE p (id int NOT NULL, at date NOT NULL);
    CREATE TABLE v (id int PRIMARY KEY, x int);
    CREATE VIEW seen AS SELECT id, a FROM t;
";

/// Each alters the schema; those with a mark leave an object.
const STATEMENTS: &[(bool, &str)] = &[
    (false, "ALTER TABLE t ENGINE=Aria"),
    (false, "ALTER TABLE t ENGINE=InnoDB ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=4"),
    (false, "ALTER TABLE t ROW_FORMAT=DYNAMIC KEY_BLOCK_SIZE=0 STATS_PERSISTENT=1"),
    (false, "ALTER TABLE t COMMENT='a table'"),
    (false, "ALTER TABLE t DEFAULT CHARSET=latin1"),
    (false, "ALTER TABLE t MODIFY id int NOT NULL AUTO_INCREMENT"),
    (false, "ALTER TABLE t MODIFY c varchar(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"),
    (false, "ALTER TABLE t MODIFY h int COMMENT 'a column'"),
    (false, "ALTER TABLE t MODIFY h int unsigned COMMENT 'a column'"),
    (false, "ALTER TABLE t MODIFY h int unsigned INVISIBLE DEFAULT 3 COMMENT 'a column'"),
    (false, "ALTER TABLE t MODIFY d text COMPRESSED"),
    (false, "ALTER TABLE t MODIFY g geometry REF_SYSTEM_ID=4326 NOT NULL"),
    (false, "ALTER TABLE t ADD v1 int AS (b + 1) VIRTUAL"),
    (false, "ALTER TABLE t ADD v2 int AS (b + 1) PERSISTENT"),
    (false, "ALTER TABLE t ADD at datetime(3) DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3)"),
    (false, "ALTER TABLE t ADD en enum('a','b')"),
    (false, "ALTER TABLE t MODIFY en enum('b','a')"),
    (false, "ALTER TABLE t ADD st set('a','b')"),
    (false, "ALTER TABLE t ADD js json"),
    (false, "ALTER TABLE t ADD u uuid"),
    (false, "ALTER TABLE t ADD CONSTRAINT c1 CHECK (a > 0)"),
    (false, "ALTER TABLE t ADD w int CHECK (w > 1)"),
    (
        false,
        "ALTER TABLE t ADD CONSTRAINT f1 FOREIGN KEY (k) REFERENCES parent (id) ON DELETE SET NULL ON UPDATE CASCADE",
    ),
    (false, "CREATE INDEX i1 ON t (a)"),
    (false, "CREATE INDEX i2 ON t (a DESC, b)"),
    (false, "CREATE INDEX i3 ON t (c(10))"),
    (false, "CREATE UNIQUE INDEX i4 ON t (b)"),
    (false, "CREATE FULLTEXT INDEX i5 ON t (c)"),
    (false, "CREATE SPATIAL INDEX i6 ON t (g)"),
    (true, "ALTER TABLE t ADD INDEX i7 (b) COMMENT 'an index'"),
    (true, "ALTER TABLE t ALTER INDEX i1 IGNORED"),
    (true, "ALTER TABLE t ADD PERIOD FOR valid (e, f)"),
    (true, "ALTER TABLE t ADD UNIQUE KEY once (b, valid WITHOUT OVERLAPS)"),
    (
        true,
        "ALTER TABLE p PARTITION BY RANGE (id) SUBPARTITION BY HASH (id) SUBPARTITIONS 2 \
        (PARTITION p0 VALUES LESS THAN (10) COMMENT 'x', PARTITION p1 VALUES LESS THAN MAXVALUE)",
    ),
    (false, "ALTER TABLE v ADD SYSTEM VERSIONING"),
    (
        false,
        "SET SESSION system_versioning_alter_history = 'KEEP'; ALTER TABLE v MODIFY x int WITHOUT SYSTEM VERSIONING",
    ),
    (true, "CREATE SEQUENCE s START WITH 100 INCREMENT BY 10"),
    (true, "ALTER SEQUENCE s MAXVALUE 5000 CYCLE"),
    (false, "ALTER TABLE t ADD n bigint DEFAULT nextval(s)"),
    (
        true,
        "CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW seen AS SELECT id, a FROM t WHERE id > 0 WITH CHECK OPTION",
    ),
    (true, "CREATE FUNCTION fu(x int) RETURNS int DETERMINISTIC SQL SECURITY INVOKER COMMENT 'c' RETURN x"),
    (true, "CREATE PROCEDURE pr() SELECT 1"),
    (
        true,
        "CREATE EVENT ev ON SCHEDULE EVERY 1 DAY STARTS '2026-01-01 00:00:00' ON COMPLETION PRESERVE DISABLE DO SELECT 1",
    ),
    (true, "CREATE TRIGGER tr BEFORE UPDATE ON p FOR EACH ROW SET NEW.id = OLD.id"),
];

#[test]
fn every_statement_is_seen() {
    let database = Database::mysql();
    database.sql(GROUND);
    let mut before = read(&database);
    for (_, statement) in STATEMENTS {
        database.sql(statement);
        let after = read(&database);
        assert!(after != before, "{statement}");
        before = after;
    }
    // A name of its own database is in nothing that is kept: it is another one there.
    let said = format!("{before:?}");
    assert!(!said.contains(&database.name), "{said}");
}

#[test]
fn what_is_no_table_is_kept_as_a_statement_that_makes_it() {
    let (first, second) = (Database::mysql(), Database::mysql());
    let objects: Vec<&str> = STATEMENTS.iter().filter(|(leaves, _)| *leaves).map(|(_, statement)| *statement).collect();
    for database in [&first, &second] {
        database.sql(GROUND);
        for (_, statement) in STATEMENTS.iter().filter(|(leaves, own)| !leaves && !own.contains("nextval")) {
            database.sql(statement);
        }
    }
    for statement in objects {
        first.sql(statement);
    }
    second.sql("DROP VIEW seen; ALTER TABLE t ADD INDEX i7 (b)");
    for object in &read(&first).objects {
        second.sql(&object.sql);
    }
    let (made, again) = (read(&first), read(&second));
    assert!(made == again, "{:#?}", made.differences(&again));
}

/// What the role may not read is named, and does not count as missing in silence.
#[test]
fn what_may_not_be_read_is_named() {
    let project = Project::on(Database::mysql(), "");
    project.database().sql("CREATE TABLE t (id int PRIMARY KEY)");
    project.database().sql_as(Role::Admin, "CREATE DEFINER=root@localhost PROCEDURE hidden() SELECT 1");
    let _ = std::fs::remove_file(project.file("src/models.rs"));
    let run = project.manage(["inspectdb", "--output", "src/models.rs"]).ok();
    assert!(run.stderr.contains("may not read the definition of procedure hidden"), "{}", run.stderr);
    let run = project.manage(["makemigrations", "--from-database", "--no-input"]).ok();
    assert!(run.stderr.contains("may not read the definition of procedure hidden"), "{}", run.stderr);
    project.manage(["stamp", "head"]).ok();
    let run = project.manage(["check"]).ok();
    assert!(run.shown().contains("may not read the definition of procedure hidden"), "{}", run.shown());
}
