//! The harness itself: a dump tells what is there, databases go, lines are cut.

use super::{Database, Moment, Proxy, Role, Server};
use crate::project::Project;

const TABLES: &str = "CREATE TABLE parent (id int PRIMARY KEY, name varchar(50) NOT NULL, CONSTRAINT parent_name_key UNIQUE (name));
    CREATE TABLE child (id int PRIMARY KEY, parent int, CONSTRAINT child_parent_fkey FOREIGN KEY (parent) REFERENCES parent (id));
    CREATE VIEW names AS SELECT name FROM parent;";
const ROWS: &str = "INSERT INTO parent (id, name) VALUES (1, 'a'), (2, 'b\nc'); INSERT INTO child (id) VALUES (1);";

fn both() -> [Database; 2] {
    [Database::postgres(), Database::mysql()]
}

#[test]
fn a_dump_tells_the_schema_and_the_rows_and_not_the_order_of_columns() {
    for database in both() {
        database.sql("CREATE TABLE __diesel_schema_migrations (version varchar(50)); CREATE TABLE __manage_journal (version int);");
        let nothing = database.dump();
        assert!(nothing.rows.is_empty() && !nothing.schema.contains("TABLE"), "{nothing:?}");
        database.sql(TABLES);
        let empty = database.dump();
        assert_eq!(empty.rows.keys().collect::<Vec<_>>(), ["child", "parent"]);
        database.sql(ROWS);
        let full = database.dump();
        assert_eq!(full.schema, empty.schema);
        assert_eq!(full.rows["parent"].len(), 2, "{:?}", full.rows);
        assert!(full.rows["parent"][1].contains("b\\nc"), "{:?}", full.rows);
        assert!(full.schema.contains("VIEW") && full.schema.contains("parent_name_key"), "{}", full.schema);
        database.sql("ALTER TABLE child ADD COLUMN more int");
        assert_ne!(database.dump().schema, full.schema);
        database.sql("ALTER TABLE child DROP COLUMN more");
        assert_eq!(database.dump(), full);
        assert_eq!(database.copy().dump(), full);
        database.empty();
        assert!(database.dump().rows.is_empty());
    }
}

#[test]
fn a_database_is_dropped_and_roles_are_what_they_are_said_to_be() {
    for database in both() {
        let (server, name) = (database.server, database.name.clone());
        assert_eq!(database.sql_as(Role::Plain, "CREATE TABLE t (id int); SELECT 1;"), "1\n");
        assert!(database.try_sql(Role::Plain, "CREATE DATABASE manage_never").is_err());
        let own = format!("manage_{name}");
        database.sql(&format!("CREATE DATABASE {own}"));
        database.sql(&format!("DROP DATABASE {own}"));
        drop(database);
        assert!(server.try_sql(Role::Admin, &name, "SELECT 1").is_err());
    }
    let role = |role: Role| Database::postgres().try_sql(role, "SELECT current_user");
    assert_eq!(role(Role::Clear), Ok("manage_clear\n".to_owned()));
    assert_eq!(role(Role::Md5), Ok("manage_md5\n".to_owned()));
    assert!(role(Role::Certified).is_err());
    assert_eq!(Database::mysql().try_sql(Role::Ed25519, "SELECT 1"), Ok("1\n".to_owned()));
}

#[test]
fn a_line_is_cut_before_a_statement_or_after_it() {
    for (server, plain) in [(Server::postgres(), "?sslmode=disable"), (Server::mysql(), "")] {
        let database = Database::new(server);
        database.sql("CREATE TABLE t (id int)");
        let insert = |proxy: &Proxy| {
            let by_way = Server { host: "127.0.0.1".to_owned(), port: proxy.port, ..server.clone() };
            by_way.try_sql(Role::Creator, &format!("{}{plain}", database.name), "INSERT INTO t VALUES (1)")
        };
        let count = || database.sql("SELECT count(*) FROM t");
        let proxy = Proxy::to(server);
        assert_eq!(insert(&proxy), Ok(String::new()));
        proxy.cut();
        assert!(insert(&proxy).is_err() && proxy.is_cut());
        assert_eq!(count(), "1\n");
        let proxy = Proxy::cut_at(server, Moment::Before("INSERT".to_owned()));
        assert!(insert(&proxy).is_err() && proxy.is_cut());
        assert_eq!(count(), "1\n");
        let proxy = Proxy::cut_at(server, Moment::After("INSERT".to_owned()));
        assert!(insert(&proxy).is_err() && proxy.is_cut());
        assert_eq!(count(), "2\n");
    }
}

#[test]
fn diesel_itself_works_on_the_servers() {
    for project in [Project::postgres(""), Project::mysql("")] {
        project.write("app_migrations/default/2026-11-21-101500-0000_first/up.sql", "CREATE TABLE t (id int);");
        project.write("app_migrations/default/2026-11-21-101500-0000_first/down.sql", "DROP TABLE t;");
        project.diesel(&["migration", "run"]).ok();
        assert!(project.database().dump().rows.contains_key("t"));
        project.diesel(&["migration", "revert"]).ok();
        assert!(project.database().dump().rows.is_empty());
        assert_eq!(project.same(&project.database().url()).split('@').nth(1), Some("[SERVER]/[DATABASE]"));
    }
}

#[test]
fn who_signed_the_certificate_and_scratch_databases_can_be_told() {
    let server = Server::postgres();
    let database = Database::new(server);
    let checked = |authority: &str| {
        let options = format!("{}?sslmode=verify-full&sslrootcert={}", database.name, server.certificate(authority));
        server.try_sql(Role::Creator, &options, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
    };
    assert_eq!(checked("ca.pem"), Ok("t\n".to_owned()));
    assert!(checked("stranger.pem").is_err_and(|error| error.contains("certificate")));
    for database in both() {
        // Looks like one, but is none that another process would drop as a leftover.
        let scratch = format!("manage_scratch{}", database.name);
        database.sql(&format!("CREATE DATABASE {scratch}"));
        assert_eq!(database.scratch_databases(&database.name), [scratch.as_str()]);
        database.sql(&format!("DROP DATABASE {scratch}"));
        assert!(database.scratch_databases(&database.name).is_empty());
    }
}
