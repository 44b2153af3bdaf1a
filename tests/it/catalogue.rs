//! What PostgreSQL's catalog knows is seen: every statement here changes the schema that is read, and nothing that is an
//! extension's own is in it.

use diesel_manage::internals::database::{Access, Target, open};
use diesel_manage::internals::schema::Schema;
use diesel_manage::settings::{Settings, Variables};

use crate::servers::{Database, Server};

const GROUND: &str = "
    CREATE SCHEMA app;
    CREATE TABLE parent (id integer PRIMARY KEY, other integer NOT NULL, UNIQUE (id, other));
    CREATE TABLE t (id integer NOT NULL, a integer, b integer, c text, d int4range, e integer);
    CREATE VIEW seen AS SELECT a FROM t;
    CREATE TYPE mood AS ENUM ('good', 'bad');
    CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
";

const STATEMENTS: &[&str] = &[
    "ALTER TABLE t ALTER id ADD GENERATED ALWAYS AS IDENTITY",
    "ALTER TABLE t ADD serial_one serial",
    "ALTER TABLE t ADD generated_one integer GENERATED ALWAYS AS (a + 1) STORED",
    "ALTER TABLE t ADD m mood DEFAULT 'good'",
    "ALTER TYPE mood ADD VALUE 'fair' BEFORE 'bad'",
    "CREATE DOMAIN age AS integer CHECK (VALUE > 0)",
    "ALTER DOMAIN age SET DEFAULT 7",
    "CREATE TYPE pair AS (x integer, y text)",
    "CREATE TYPE floats AS RANGE (SUBTYPE = float8)",
    "ALTER TABLE t ADD list text[]",
    "ALTER TABLE t ADD span daterange",
    "ALTER TABLE t ALTER c TYPE varchar(40)",
    "ALTER TABLE t ALTER c TYPE varchar(40) COLLATE \"C\"",
    "CREATE INDEX i1 ON t (a)",
    "CREATE INDEX i2 ON t USING hash (a)",
    "CREATE INDEX i3 ON t (a) INCLUDE (b)",
    "CREATE INDEX i4 ON t (a) WHERE b > 0",
    "CREATE INDEX i5 ON t (lower(c))",
    "CREATE INDEX i6 ON t (a DESC NULLS LAST)",
    "CREATE INDEX i7 ON t (c text_pattern_ops)",
    "CREATE UNIQUE INDEX i8 ON t (a) NULLS NOT DISTINCT",
    "CREATE INDEX i9 ON t USING gist (d)",
    "ALTER TABLE t ADD CONSTRAINT u1 UNIQUE (a) DEFERRABLE INITIALLY DEFERRED",
    "ALTER TABLE t ADD CONSTRAINT u2 UNIQUE (a) INCLUDE (b)",
    "ALTER TABLE t ADD CONSTRAINT f1 FOREIGN KEY (a) REFERENCES parent ON DELETE CASCADE ON UPDATE SET NULL",
    "ALTER TABLE t ADD CONSTRAINT f2 FOREIGN KEY (a) REFERENCES parent DEFERRABLE NOT VALID",
    "ALTER TABLE t ADD CONSTRAINT f3 FOREIGN KEY (a, b) REFERENCES parent (id, other) MATCH FULL",
    "ALTER TABLE t ADD CONSTRAINT f4 FOREIGN KEY (a, b) REFERENCES parent (id, other) ON DELETE SET NULL (b)",
    "ALTER TABLE t ADD CONSTRAINT c1 CHECK (a > 0)",
    "ALTER TABLE t ADD CONSTRAINT c2 CHECK (b > 0) NOT VALID",
    "ALTER TABLE t ADD CONSTRAINT c3 CHECK (e > 0) NO INHERIT",
    "ALTER TABLE t ADD CONSTRAINT x1 EXCLUDE USING gist (d WITH &&)",
    "COMMENT ON TABLE t IS 'a table'",
    "COMMENT ON COLUMN t.a IS 'a column'",
    "COMMENT ON TYPE mood IS 'a mood'",
    "CREATE TABLE parted (id integer NOT NULL, at date NOT NULL) PARTITION BY RANGE (at)",
    "CREATE TABLE child (more integer) INHERITS (t)",
    "CREATE TABLE app.t (id integer PRIMARY KEY)",
    "ALTER TABLE app.t SET (fillfactor = 70)",
    "CREATE TYPE app.mood AS ENUM ('x')",
    "CREATE VIEW app.v AS SELECT id FROM app.t",
    "CREATE MATERIALIZED VIEW mv AS SELECT a FROM t",
    "CREATE INDEX mvi ON mv (a)",
    "CREATE FUNCTION app.g(x integer) RETURNS integer LANGUAGE sql AS 'SELECT x'",
    "CREATE FUNCTION app.g(x text) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "CREATE OR REPLACE FUNCTION app.g(x text) RETURNS integer LANGUAGE sql AS 'SELECT 2'",
    "CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1'",
    "CREATE AGGREGATE app.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0')",
    "CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()",
    "ALTER TABLE t DISABLE TRIGGER tr",
    "CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING",
    "CREATE SEQUENCE s MAXVALUE 32767",
    "ALTER SEQUENCE s INCREMENT BY -2 MINVALUE -9 CYCLE",
    "CREATE STATISTICS st ON a, b FROM t",
    "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
    "CREATE POLICY po ON t FOR SELECT USING (a > 0)",
    "CREATE EXTENSION citext",
    "ALTER TABLE t ADD ci citext",
];

fn session(database: &Database) -> Box<dyn Target> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("settings.json");
    let settings = format!(r#"{{"databases": {{"default": {{"url": "{}", "models": []}}}}}}"#, database.url());
    std::fs::write(&file, settings).expect("settings");
    let nothing: [(String, String); 0] = [];
    let settings = Settings::read(&file, folder.path(), Variables::of(nothing)).expect("settings");
    let address = settings.database("default").and_then(|own| own.address()).expect("an address");
    open(&address, Access::ReadWrite).expect("a session")
}

fn read(database: &Database) -> Schema {
    session(database).introspect().expect("a schema")
}

#[test]
fn every_statement_is_seen() {
    for server in [Server::postgres(), Server::newer_postgres()] {
        let database = Database::new(server);
        database.sql(GROUND);
        let mut before = read(&database);
        let mut session = session(&database);
        for statement in STATEMENTS {
            session.execute(statement).unwrap_or_else(|error| panic!("{statement}: {error}"));
            let after = session.introspect().expect("a schema");
            assert!(after != before, "{statement}");
            before = after;
        }
        let others: Vec<String> =
            before.objects.iter().map(|own| own.sql.clone()).filter(|sql| sql.contains("citext_")).collect();
        assert!(others.is_empty(), "{others:?}");
        // A partition comes and goes without a word.
        database.sql("CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')");
        assert!(read(&database) == before);
    }
}

/// The objects are statements that make the same again.
#[test]
fn what_is_no_table_is_kept_as_a_statement_that_makes_it() {
    let (first, second) = (Database::postgres(), Database::postgres());
    first.sql(GROUND);
    second.sql(
        "CREATE SCHEMA app; CREATE TABLE parent (id integer PRIMARY KEY, other integer NOT NULL, UNIQUE (id, other));
        CREATE TABLE t (id integer NOT NULL, a integer, b integer, c text, d int4range, e integer);
        CREATE TABLE app.t (id integer PRIMARY KEY); CREATE TYPE mood AS ENUM ('good', 'bad');",
    );
    first.sql("CREATE TABLE app.t (id integer PRIMARY KEY)");
    let objects = [
        "CREATE DOMAIN",
        "ALTER DOMAIN",
        "CREATE TYPE pair",
        "CREATE TYPE floats",
        "CREATE VIEW",
        "CREATE MATERIALIZED",
        "CREATE INDEX mvi",
        "CREATE FUNCTION",
        "CREATE OR REPLACE",
        "CREATE PROCEDURE",
        "CREATE AGGREGATE",
        "CREATE TRIGGER",
        "ALTER TABLE t DISABLE",
        "CREATE RULE",
        "CREATE SEQUENCE",
        "ALTER SEQUENCE",
        "CREATE STATISTICS",
        "ALTER TABLE t ENABLE ROW",
        "CREATE POLICY",
        "ALTER TABLE t ADD CONSTRAINT f3",
        "ALTER TABLE t ADD CONSTRAINT f4",
        "ALTER TABLE t ADD CONSTRAINT c3",
        "ALTER TABLE t ADD CONSTRAINT x1",
    ];
    for statement in STATEMENTS.iter().filter(|own| objects.iter().any(|begin| own.starts_with(begin))) {
        first.sql(statement);
    }
    let schema = read(&first);
    for object in &schema.objects {
        second.sql(&object.sql);
    }
    let (made, again) = (first.dump().schema, second.dump().schema);
    let lacking: Vec<&str> = made.lines().filter(|line| !again.contains(line)).collect();
    let added: Vec<&str> = again.lines().filter(|line| !made.contains(line)).collect();
    assert!(made == again, "{lacking:?} {added:?}");
}
