use super::super::Driver;
use super::{mysql, postgres, sqlite};
use crate::schema::{Schema, TableName};
use crate::sql::Statement;

/// What a statement does that a deployment should know of beforehand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hazard {
    /// The table that it concerns.
    pub table: TableName,
    /// What it does, in words that go on after the statement's place.
    pub says: String,
    /// What can be done instead.
    pub instead: &'static str,
}

impl Hazard {
    pub(super) fn new(table: &TableName, says: impl Into<String>, instead: &'static str) -> Self {
        Self { table: table.clone(), says: says.into(), instead }
    }
}

/// What the statement does to tables that may be large; `schema` is what is there before it, as far as that is known. A
/// statement that cannot be understood is none.
pub fn hazards(driver: Driver, statement: &Statement, schema: &Schema) -> Vec<Hazard> {
    let words = statement.words();
    match driver {
        Driver::Sqlite => sqlite::hazards(&words),
        Driver::Postgres => postgres::hazards(&statement.text, &words, schema),
        Driver::Mysql => mysql::hazards(&statement.text, &words, schema),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::Driver;
    use super::hazards;
    use crate::schema::{Check, Column, Expr, Schema, Table};

    fn said(driver: Driver, sql: &str) -> Vec<String> {
        let mut schema = Schema::default();
        let mut users = Table::new("users");
        users.columns = vec![
            Column::new("id", if driver == Driver::Mysql { "int" } else { "INTEGER" }),
            Column::new("name", if driver == Driver::Mysql { "varchar(50)" } else { "VARCHAR(50)" }),
            Column::new("price", if driver == Driver::Mysql { "decimal(10,2)" } else { "NUMERIC(10,2)" }),
            Column::new("mood", "enum('a','b')"),
            Column::new("email", "TEXT"),
        ];
        users.checks = vec![Check { name: None, expr: Expr::new("email IS NOT NULL") }];
        schema.insert(users);
        let statements = driver.dialect().split(sql).expect("statements");
        statements.iter().flat_map(|own| hazards(driver, own, &schema)).map(|own| own.says).collect()
    }

    #[test]
    fn what_postgres_rewrites_or_locks() {
        for sql in [
            "CREATE INDEX i ON users (name)",
            "CREATE UNIQUE INDEX IF NOT EXISTS i ON ONLY public.users (name)",
            "CREATE INDEX ON users (name)",
            "ALTER TABLE users ADD COLUMN a uuid NOT NULL DEFAULT gen_random_uuid()",
            "ALTER TABLE users ADD a timestamptz DEFAULT clock_timestamp()",
            "ALTER TABLE users ADD COLUMN a bigserial",
            "ALTER TABLE users ADD COLUMN a int GENERATED ALWAYS AS IDENTITY",
            "ALTER TABLE users ADD COLUMN a int GENERATED ALWAYS AS (id * 2) STORED",
            "ALTER TABLE users ADD COLUMN a int UNIQUE",
            "ALTER TABLE users ADD COLUMN a int, ADD COLUMN b float DEFAULT random()",
            "ALTER TABLE users ALTER COLUMN id TYPE bigint",
            "ALTER TABLE users ALTER id SET DATA TYPE text USING id::text",
            "ALTER TABLE users ALTER COLUMN name TYPE varchar(20)",
            "ALTER TABLE users ALTER COLUMN price TYPE numeric(12,4)",
            "ALTER TABLE users ALTER COLUMN name SET NOT NULL",
            "ALTER TABLE users ADD CONSTRAINT c CHECK (id > 0)",
            "ALTER TABLE users ADD CHECK (id > 0)",
            "ALTER TABLE users ADD CONSTRAINT c FOREIGN KEY (id) REFERENCES a (id)",
            "ALTER TABLE users ADD CONSTRAINT c UNIQUE (name)",
            "ALTER TABLE users ADD PRIMARY KEY (id)",
            "ALTER TABLE ONLY \"users\" ADD CONSTRAINT c EXCLUDE USING gist (id WITH =)",
            "ALTER TABLE users SET UNLOGGED",
            "ALTER TABLE users SET TABLESPACE fast",
            "CLUSTER users USING i",
            "VACUUM FULL users",
            "VACUUM (FULL, ANALYZE) users",
            "REINDEX TABLE users",
            "REFRESH MATERIALIZED VIEW users",
            "LOCK TABLE users IN EXCLUSIVE MODE",
            "UPDATE users SET name = 'x'",
            "UPDATE users SET name = (SELECT a FROM b WHERE c = 1)",
            "DELETE FROM ONLY users",
        ] {
            assert_eq!(said(Driver::Postgres, sql).len(), 1, "{sql}");
        }
        for sql in [
            "CREATE INDEX CONCURRENTLY i ON users (name)",
            "DROP INDEX i",
            "CREATE TABLE users (id serial PRIMARY KEY)",
            "ALTER TABLE users ADD COLUMN a int NOT NULL DEFAULT 5",
            "ALTER TABLE users ADD COLUMN a timestamptz NOT NULL DEFAULT now()",
            "ALTER TABLE users ADD COLUMN a numeric(10, 2) DEFAULT '0'::numeric(10, 2) CHECK (a > random())",
            "ALTER TABLE users ADD COLUMN a int REFERENCES b (id)",
            "ALTER TABLE users ALTER COLUMN name TYPE varchar(200)",
            "ALTER TABLE users ALTER COLUMN name TYPE character varying (50) COLLATE \"C\"",
            "ALTER TABLE users ALTER COLUMN name TYPE text USING name::text",
            "ALTER TABLE users ALTER COLUMN price TYPE numeric(12,2)",
            "ALTER TABLE users ALTER COLUMN email SET NOT NULL",
            "ALTER TABLE users ALTER COLUMN name DROP NOT NULL, ALTER id SET DEFAULT random()",
            "ALTER TABLE users ADD CONSTRAINT c CHECK (id > 0) NOT VALID",
            "ALTER TABLE users ADD CONSTRAINT c FOREIGN KEY (id) REFERENCES a (id) NOT VALID",
            "ALTER TABLE users ADD CONSTRAINT c UNIQUE USING INDEX i",
            "ALTER TABLE users VALIDATE CONSTRAINT c",
            "ALTER TABLE users RENAME COLUMN a TO b",
            "REINDEX TABLE CONCURRENTLY users",
            "REFRESH MATERIALIZED VIEW CONCURRENTLY users",
            "UPDATE users SET name = 'x' WHERE id = 1",
            "VACUUM users",
            "INSERT INTO users VALUES (1)",
            "ALTER",
            "ALTER TABLE",
            "ALTER TABLE users ADD",
            "ALTER TABLE users ALTER COLUMN",
            "CREATE INDEX",
            "CREATE INDEX ON",
            "UPDATE",
            "DELETE FROM",
            "LOCK",
            "CLUSTER",
        ] {
            assert_eq!(said(Driver::Postgres, sql), [""; 0], "{sql}");
        }
    }

    #[test]
    fn what_mysql_copies_or_locks() {
        for sql in [
            "ALTER TABLE users MODIFY id BIGINT NOT NULL",
            "ALTER TABLE `users` MODIFY COLUMN name varchar(20)",
            "ALTER TABLE users MODIFY name varchar(100)",
            "ALTER TABLE users CHANGE id ident bigint unsigned",
            "ALTER TABLE users MODIFY mood enum('b','a')",
            "ALTER TABLE users ADD PRIMARY KEY (id)",
            "ALTER TABLE users DROP PRIMARY KEY",
            "ALTER TABLE users ADD CONSTRAINT c FOREIGN KEY (id) REFERENCES a (id)",
            "ALTER TABLE users ADD CONSTRAINT c CHECK (id > 0)",
            "ALTER TABLE users ADD COLUMN a char(36) DEFAULT (uuid())",
            "ALTER TABLE users ADD COLUMN a int AS (id + 1) STORED",
            "ALTER TABLE users ADD COLUMN a int AUTO_INCREMENT UNIQUE",
            "ALTER TABLE users ADD FULLTEXT INDEX i (name)",
            "CREATE FULLTEXT INDEX i ON users (name)",
            "ALTER TABLE users CONVERT TO CHARACTER SET utf8mb4",
            "ALTER TABLE users ENGINE = InnoDB",
            "ALTER TABLE users FORCE",
            "OPTIMIZE TABLE users",
            "LOCK TABLES users WRITE",
            "UPDATE users SET name = 'x'",
            "DELETE FROM users",
        ] {
            assert_eq!(said(Driver::Mysql, sql).len(), 1, "{sql}");
        }
        for sql in [
            "CREATE INDEX i ON users (name)",
            "ALTER TABLE users ADD INDEX i (name), ADD UNIQUE (id)",
            "ALTER TABLE users ADD COLUMN a int NOT NULL DEFAULT 5",
            "ALTER TABLE users ADD COLUMN a datetime DEFAULT CURRENT_TIMESTAMP",
            "ALTER TABLE users ADD COLUMN a int AS (id + 1) VIRTUAL",
            "ALTER TABLE users DROP COLUMN name",
            "ALTER TABLE users MODIFY id INT NOT NULL",
            "ALTER TABLE users MODIFY name varchar(60)",
            "ALTER TABLE users MODIFY mood enum('a','b','c')",
            "ALTER TABLE users CHANGE name title varchar(50)",
            "ALTER TABLE users ALTER COLUMN name SET DEFAULT 'x'",
            "ALTER TABLE users RENAME TO people",
            "CREATE TABLE users (id int AUTO_INCREMENT PRIMARY KEY)",
            "UPDATE users SET name = 'x' WHERE id = 1",
            "ALTER TABLE users MODIFY",
            "ALTER TABLE users CHANGE a",
        ] {
            assert_eq!(said(Driver::Mysql, sql), [""; 0], "{sql}");
        }
    }

    #[test]
    fn what_sqlite_writes_anew() {
        for sql in [
            "INSERT INTO users (id) SELECT id FROM manage_old_users",
            "ALTER TABLE users DROP COLUMN name",
            "UPDATE users SET name = 'x'",
            "UPDATE OR IGNORE users SET name = 'x'",
            "DELETE FROM users",
            "VACUUM",
        ] {
            assert_eq!(said(Driver::Sqlite, sql).len(), 1, "{sql}");
        }
        for sql in [
            "ALTER TABLE users ADD COLUMN a INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE users RENAME COLUMN a TO b",
            "INSERT INTO users (id) SELECT id FROM a",
            "DELETE FROM users WHERE id = 1",
            "CREATE INDEX i ON users (name)",
        ] {
            assert_eq!(said(Driver::Sqlite, sql), [""; 0], "{sql}");
        }
    }
}
