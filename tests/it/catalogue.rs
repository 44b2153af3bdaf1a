//! What PostgreSQL's catalog knows is seen: every statement here changes the schema that is read, and nothing that is an
//! extension's own is in it.

use diesel_manage::internals::database::{Access, Target, open};
use diesel_manage::internals::schema::Schema;
use diesel_manage::settings::{Settings, Variables};

use crate::servers::{Database, Role, Server};

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
    "ALTER TABLE child SET UNLOGGED",
    "ALTER TABLE child SET (toast.autovacuum_enabled = false)",
    "CREATE INDEX i10 ON t (b) WITH (fillfactor = 60)",
    "ALTER INDEX i10 SET (fillfactor = 70)",
    "CREATE INDEX i11 ON t USING gist (to_tsvector('simple', c) tsvector_ops (siglen = 100))",
    "ALTER TABLE t ADD CONSTRAINT c4 CHECK (e < 9) NOT VALID",
    "ALTER TABLE t VALIDATE CONSTRAINT c4",
    "ALTER TABLE t VALIDATE CONSTRAINT f2",
    "ALTER TABLE t ALTER id SET INCREMENT BY 10 SET START WITH 50",
    "ALTER SEQUENCE t_serial_one_seq INCREMENT BY 5 CYCLE",
    "ALTER TABLE t ALTER c SET STORAGE EXTERNAL",
    "ALTER TABLE t ALTER c SET STATISTICS 77",
    "ALTER TABLE t ALTER c SET COMPRESSION pglz",
    "ALTER TABLE t ALTER c SET (n_distinct = 5)",
    "ALTER TABLE t CLUSTER ON i1",
    "ALTER TABLE t REPLICA IDENTITY FULL",
    "ALTER TABLE t DISABLE RULE r",
    "ALTER TABLE t FORCE ROW LEVEL SECURITY",
    "ALTER VIEW seen ALTER a SET DEFAULT 7",
    "ALTER VIEW seen SET (security_barrier = true)",
    "CREATE COLLATION plain FROM \"C\"",
    "ALTER TABLE t ALTER c TYPE text COLLATE plain",
    "CREATE TEXT SEARCH DICTIONARY app.dict (TEMPLATE = simple, STOPWORDS = english)",
    "CREATE TEXT SEARCH CONFIGURATION words (COPY = english)",
    "ALTER TEXT SEARCH CONFIGURATION words ALTER MAPPING FOR asciiword WITH app.dict, simple",
    "CREATE FOREIGN DATA WRAPPER wrapper OPTIONS (x 'y')",
    "CREATE SERVER elsewhere TYPE 'kind' VERSION '1' FOREIGN DATA WRAPPER wrapper OPTIONS (host 'h''x')",
    "CREATE FOREIGN TABLE ft (id integer NOT NULL, n text OPTIONS (col 'N') DEFAULT 'a') SERVER elsewhere OPTIONS (o 'q')",
    "ALTER FOREIGN TABLE ft ADD CHECK (id > 0)",
    "CREATE FUNCTION pair_text(pair) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT ''x''::text'",
    "CREATE FUNCTION pair_eq(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.x = $2.x'",
    "CREATE FUNCTION pair_hash(pair) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1.x'",
    "CREATE CAST (pair AS text) WITH FUNCTION pair_text(pair) AS ASSIGNMENT",
    "CREATE OPERATOR === (FUNCTION = pair_eq, LEFTARG = pair, RIGHTARG = pair, COMMUTATOR = ===, RESTRICT = eqsel, HASHES)",
    "CREATE OPERATOR CLASS pair_ops FOR TYPE pair USING hash AS OPERATOR 1 ===, FUNCTION 1 pair_hash(pair)",
    "CREATE TABLE parted_0 PARTITION OF parted FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') PARTITION BY HASH (id)",
    "CREATE TABLE app.parted_0_0 PARTITION OF parted_0 FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
    "CREATE FUNCTION ev() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
    "CREATE EVENT TRIGGER evt ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE') EXECUTE FUNCTION ev()",
    "ALTER EVENT TRIGGER evt DISABLE",
    "CREATE PUBLICATION pub FOR TABLE ONLY t (id, a) WHERE (id > 5) WITH (publish = 'insert, update')",
    "CREATE PUBLICATION pub_2 FOR TABLES IN SCHEMA app",
    "COMMENT ON VIEW seen IS 'a view'",
    "COMMENT ON COLUMN seen.a IS 'of a view'",
    "COMMENT ON INDEX i1 IS 'an index'",
    "COMMENT ON CONSTRAINT c1 ON t IS 'a check'",
    "COMMENT ON TRIGGER tr ON t IS 'a trigger'",
    "COMMENT ON POLICY po ON t IS 'a policy'",
    "COMMENT ON RULE r ON t IS 'a rule'",
    "COMMENT ON FUNCTION app.g(text) IS 'a function'",
    "COMMENT ON PROCEDURE p() IS 'a procedure'",
    "COMMENT ON AGGREGATE app.total(integer) IS 'an aggregate'",
    "COMMENT ON TYPE pair IS 'a type'",
    "COMMENT ON COLUMN pair.x IS 'of a type'",
    "COMMENT ON DOMAIN age IS 'a domain'",
    "COMMENT ON SCHEMA app IS 'a schema'",
    "COMMENT ON STATISTICS st IS 'statistics'",
    "COMMENT ON OPERATOR === (pair, pair) IS 'an operator'",
    "COMMENT ON CAST (pair AS text) IS 'a cast'",
    "COMMENT ON COLLATION plain IS 'a collation'",
    "COMMENT ON TEXT SEARCH CONFIGURATION words IS 'words'",
    "COMMENT ON PUBLICATION pub IS 'a publication'",
    "COMMENT ON EVENT TRIGGER evt IS 'an event trigger'",
    "COMMENT ON SEQUENCE s IS 'a sequence'",
    "COMMENT ON MATERIALIZED VIEW mv IS 'materialized'",
    "COMMENT ON INDEX mvi IS 'of it'",
    "COMMENT ON SERVER elsewhere IS 'a server'",
    "COMMENT ON FOREIGN TABLE ft IS 'a foreign table'",
    "GRANT SELECT, INSERT ON t TO pg_monitor",
    "REVOKE INSERT ON t FROM pg_monitor",
    "GRANT SELECT ON seen TO PUBLIC",
    "GRANT UPDATE (a) ON t TO pg_monitor WITH GRANT OPTION",
    "REVOKE EXECUTE ON FUNCTION app.g(text) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION app.g(text) TO pg_monitor",
    "GRANT USAGE ON SCHEMA app TO pg_monitor",
    "GRANT CREATE ON SCHEMA public TO pg_monitor",
    "GRANT USAGE ON SEQUENCE s TO pg_monitor",
    "REVOKE USAGE ON TYPE mood FROM PUBLIC",
    "GRANT USAGE ON FOREIGN SERVER elsewhere TO pg_monitor",
    "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO pg_monitor",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT EXECUTE ON FUNCTIONS TO pg_monitor",
    "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
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

/// Runs a statement, as a superuser where it needs one.
fn run(database: &Database, statement: &str) {
    const ADMIN: [&str; 10] = [
        "CREATE FOREIGN",
        "ALTER FOREIGN",
        "CREATE SERVER",
        "CREATE OPERATOR CLASS",
        "CREATE EVENT",
        "ALTER EVENT",
        "CREATE PUBLICATION",
        "ALTER PUBLICATION",
        "GRANT",
        "COMMENT",
    ];
    let role = if ADMIN.iter().any(|begin| statement.starts_with(begin)) { Role::Admin } else { database.role() };
    database.sql_as(role, statement);
}

pub(crate) fn read(database: &Database) -> Schema {
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
            run(&database, statement);
            let after = session.introspect().expect("a schema");
            assert!(after != before, "{statement}");
            before = after;
        }
        let others: Vec<String> =
            before.objects.iter().map(|own| own.sql.clone()).filter(|sql| sql.contains("citext_")).collect();
        assert!(others.is_empty(), "{others:?}");
        // What is taken back is as if it had never been.
        for (there, back) in [
            ("COMMENT ON INDEX i1 IS 'another'", "COMMENT ON INDEX i1 IS 'an index'"),
            ("GRANT DELETE ON t TO pg_monitor", "REVOKE DELETE ON t FROM pg_monitor"),
            // The change of its type took what was said of it before.
            ("ALTER TABLE t ALTER c SET STORAGE MAIN", "ALTER TABLE t ALTER c SET STORAGE EXTENDED"),
        ] {
            database.sql(there);
            assert!(read(&database) != before, "{there}");
            database.sql(back);
            assert!(read(&database) == before, "{back}");
        }
    }
}

/// The objects are statements that make the same again.
#[test]
fn what_is_no_table_is_kept_as_a_statement_that_makes_it() {
    let (first, second) = (Database::postgres(), Database::postgres());
    // Who makes the objects again has made the tables before.
    for database in [&first, &second] {
        database.sql(
            "CREATE SCHEMA app; CREATE TABLE parted (id integer NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
            CREATE TABLE counted (id integer GENERATED BY DEFAULT AS IDENTITY, s serial);",
        );
    }
    first.sql(&GROUND.replace("CREATE SCHEMA app;", ""));
    first.sql("CREATE TABLE app.t (id integer PRIMARY KEY)");
    first.sql("ALTER TABLE counted ALTER id SET INCREMENT BY 10 SET START WITH 50 RESTART SET CACHE 3");
    first.sql("ALTER SEQUENCE counted_s_seq INCREMENT BY 5 MAXVALUE 99 CYCLE");
    second.sql(
        "CREATE TABLE parent (id integer PRIMARY KEY, other integer NOT NULL, UNIQUE (id, other));
        CREATE TABLE t (id integer NOT NULL, a integer, b integer, c text, d int4range, e integer, \
        CONSTRAINT c4 CHECK (e < 9));
        CREATE TABLE app.t (id integer PRIMARY KEY); CREATE TYPE mood AS ENUM ('good', 'bad');",
    );
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
        "ALTER SEQUENCE s ",
        "CREATE STATISTICS",
        "ALTER TABLE t ENABLE ROW",
        "CREATE POLICY",
        "ALTER TABLE t ADD CONSTRAINT f3",
        "ALTER TABLE t ADD CONSTRAINT f4",
        "ALTER TABLE t ADD CONSTRAINT c3",
        "ALTER TABLE t ADD CONSTRAINT x1",
        "ALTER TABLE t ADD CONSTRAINT c4",
        "ALTER TABLE t ALTER c SET",
        "ALTER TABLE t REPLICA",
        "ALTER TABLE t FORCE",
        "ALTER VIEW",
        "CREATE COLLATION",
        "CREATE TEXT",
        "ALTER TEXT",
        "CREATE FOREIGN",
        "CREATE SERVER",
        "CREATE CAST",
        "CREATE OPERATOR",
        "CREATE TABLE parted_0",
        "CREATE TABLE app.parted_0",
        "CREATE EVENT",
        "ALTER EVENT",
        "CREATE PUBLICATION",
        "COMMENT ON VIEW",
        "COMMENT ON COLUMN seen",
        "COMMENT ON TRIGGER",
        "COMMENT ON POLICY",
        "COMMENT ON RULE",
        "COMMENT ON FUNCTION",
        "COMMENT ON PROCEDURE",
        "COMMENT ON AGGREGATE",
        "COMMENT ON TYPE pair",
        "COMMENT ON COLUMN pair",
        "COMMENT ON DOMAIN",
        "COMMENT ON SCHEMA",
        "COMMENT ON STATISTICS",
        "COMMENT ON OPERATOR",
        "COMMENT ON CAST",
        "COMMENT ON COLLATION",
        "COMMENT ON TEXT",
        "COMMENT ON PUBLICATION",
        "COMMENT ON EVENT",
        "COMMENT ON SEQUENCE",
        "COMMENT ON MATERIALIZED",
        "COMMENT ON INDEX mvi",
        "COMMENT ON SERVER",
        "COMMENT ON FOREIGN",
        "GRANT",
        "REVOKE",
        "ALTER DEFAULT",
    ];
    for statement in STATEMENTS.iter().filter(|own| objects.iter().any(|begin| own.starts_with(begin))) {
        run(&first, statement);
    }
    let schema = read(&first);
    for object in &schema.objects {
        run(&second, &object.sql);
    }
    let (made, again) = (first.dump().schema, second.dump().schema);
    let lacking: Vec<&str> = made.lines().filter(|line| !again.contains(line)).collect();
    let added: Vec<&str> = again.lines().filter(|line| !made.contains(line)).collect();
    assert!(made == again, "{lacking:?} {added:?}");
}
