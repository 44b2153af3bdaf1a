//! On real files.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use diesel_migrations::{EmbeddedMigrations, FileBasedMigrations, MigrationHarness, embed_migrations};
use tempfile::TempDir;

use super::backend::Backend;
use super::on_disk::on_disk_from;
use super::{CheckError, MigrateError, Read, Standing, check, migrate, migrate_within};
use crate::lock::{Attempt, Holder, LockFile};

const EMBEDDED: EmbeddedMigrations = embed_migrations!("app_migrations/default");

/// A project with migrations and a database.
struct World(TempDir);

impl World {
    /// With three migrations.
    fn new() -> Self {
        let world = Self(tempfile::tempdir().unwrap());
        world.add("1_users", "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);");
        world.add("2_rows", "INSERT INTO users (name) VALUES ('once');");
        world.add("3_posts", "CREATE TABLE posts (id INTEGER PRIMARY KEY);");
        world
    }

    fn add(&self, name: &str, up: &str) {
        let directory = self.0.path().join("app_migrations/default").join(name);
        fs::create_dir_all(&directory).unwrap();
        fs::write(directory.join("up.sql"), up).unwrap();
        fs::write(directory.join("down.sql"), "SELECT 1;").unwrap();
    }

    fn take_away(&self, name: &str) {
        fs::remove_dir_all(self.0.path().join("app_migrations/default").join(name)).unwrap();
    }

    fn migrations(&self) -> FileBasedMigrations {
        on_disk_from(&self.0.path().join("app_migrations"), "default").unwrap()
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("db.sqlite3")
    }

    fn connection(&self) -> SqliteConnection {
        SqliteConnection::establish(self.path().to_str().unwrap()).unwrap()
    }

    fn check(&self) -> Result<Standing, CheckError> {
        check(&mut self.connection(), self.migrations())
    }

    fn migrate(&self) -> Result<Vec<String>, MigrateError> {
        migrate(&mut self.connection(), self.migrations())
    }

    fn refusal(&self) -> String {
        self.check().unwrap_err().to_string()
    }

    fn execute(&self, statements: &str) {
        self.connection().batch_execute(statements).unwrap();
    }

    fn values(&self, query: &str) -> String {
        self.connection().texts(query).unwrap().join(",")
    }
}

#[test]
fn a_schema_is_behind_right_or_ahead() {
    let world = World::new();
    assert_eq!(world.refusal(), "the database was never migrated, this build needs 3_posts; run `manage migrate`");
    assert_eq!(world.values("SELECT count(*) || '' FROM sqlite_schema"), "0", "nothing is written");
    assert_eq!(world.migrate().unwrap(), ["1_users", "2_rows", "3_posts"]);
    assert_eq!(world.check().unwrap(), Standing::Exact);
    world.check().unwrap().exact().unwrap();

    world.add("4_tags", "SELECT 1;");
    world.add("5_more", "SELECT 1;");
    assert_eq!(
        world.refusal(),
        "the schema is at 3_posts, this build needs 5_more (2 not applied: 4_tags, 5_more); run `manage migrate`"
    );
    world.migrate().unwrap();
    world.take_away("4_tags");
    world.take_away("5_more");
    let ahead = world.check().unwrap();
    let unknown = vec!["4".to_owned(), "5".to_owned()];
    assert_eq!(ahead, Standing::Ahead { at: "5".into(), knows: Some("3_posts".into()), unknown });
    assert_eq!(ahead.exact().unwrap_err().to_string(), "the schema is at 5, this build knows only 3_posts");

    // Two branches that have not met.
    world.add("45_other", "SELECT 1;");
    let CheckError::Behind { at, needs, pending, unknown } = world.check().unwrap_err() else { panic!("it is behind") };
    assert_eq!((at.as_str(), needs.as_str(), pending.len(), unknown.len()), ("5", "45_other", 1, 2));
    assert_eq!(world.migrate().unwrap(), ["45_other"]);
}

#[test]
fn a_build_without_migrations_fits_an_empty_database() {
    let world = World::new();
    for name in ["1_users", "2_rows", "3_posts"] {
        world.take_away(name);
    }
    assert_eq!(world.check().unwrap(), Standing::Exact);
    assert!(world.migrate().unwrap().is_empty());
    assert_eq!(world.values("SELECT count(*) || '' FROM sqlite_schema"), "0", "nothing is written");
    world.execute(diesel::migration::CREATE_MIGRATIONS_TABLE);
    world.execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('9')");
    assert_eq!(
        world.check().unwrap().exact().unwrap_err().to_string(),
        "the schema is at 9, this build knows only an empty one"
    );
}

#[test]
fn a_connection_that_may_only_read_is_enough() {
    let world = World::new();
    world.migrate().unwrap();
    world.add("4_tags", "SELECT 1;");
    let uri = format!("file:{}?mode=ro", world.path().display());
    let connection = &mut SqliteConnection::establish(&uri).unwrap();
    let error = check(connection, world.migrations()).unwrap_err();
    assert!(error.to_string().contains("this build needs 4_tags"), "{error}");
    let MigrateError::Migration { name, source, .. } = migrate(connection, world.migrations()).unwrap_err() else {
        panic!("it cannot be written")
    };
    assert!(name == "4_tags" && source.to_string().contains("readonly database"), "{source}");
    world.take_away("4_tags");
    assert_eq!(check(connection, world.migrations()).unwrap(), Standing::Exact);
    // Not even a lock, which could not be taken here.
    fs::create_dir(world.0.path().join("db.sqlite3-manage")).unwrap();
    assert!(migrate(connection, world.migrations()).unwrap().is_empty());
    world.add("4_tags", "SELECT 1;");
    let MigrateError::Lock(cause) = world.migrate().unwrap_err() else { panic!("there can be no lock") };
    assert!(cause.to_string().contains("db.sqlite3-manage` cannot be written"), "{cause}");
}

#[test]
fn what_cannot_be_read_is_an_error_with_its_cause() {
    let world = World::new();
    fs::write(world.path(), "This is no database, but a letter. ".repeat(40)).unwrap();
    let error = world.check().unwrap_err();
    assert!(matches!(&error, CheckError::Database(cause) if cause.to_string().contains("not a database")), "{error:?}");
    assert!(matches!(world.migrate().unwrap_err(), MigrateError::Database(_)));

    let world = World::new();
    let migrations = world.migrations();
    world.take_away("1_users");
    fs::create_dir_all(world.0.path().join("app_migrations/default/4_empty")).unwrap();
    let error = check(&mut world.connection(), migrations.clone()).unwrap_err();
    assert!(matches!(error, CheckError::Migrations(_)), "{error:?}");
    assert!(matches!(migrate(&mut world.connection(), migrations), Err(MigrateError::Migrations(_))));
    assert!(on_disk_from(world.0.path(), "analytics").is_err());
}

#[test]
fn a_migration_that_fails_is_rolled_back_and_named() {
    let world = World::new();
    world.add("2_rows", "CREATE TABLE half (a); BROKEN;");
    let MigrateError::Migration { name, applied, source } = world.migrate().unwrap_err() else { panic!("it fails") };
    assert_eq!((name.as_str(), applied), ("2_rows", vec!["1_users".to_owned()]));
    assert!(source.to_string().contains("BROKEN"), "{source}");
    assert_eq!(world.values("SELECT name FROM sqlite_schema WHERE name IN ('half', 'users', 'posts')"), "users");
    assert!(!world.path().with_file_name("db.sqlite3-manage").exists());
    world.add("2_rows", "SELECT 1;");
    assert_eq!(world.migrate().unwrap(), ["2_rows", "3_posts"]);
}

#[test]
fn replicas_that_start_at_once_apply_each_migration_once() {
    for mode in ["DELETE", "WAL"] {
        for _ in 0..5 {
            let world = World::new();
            world.execute(&format!("PRAGMA journal_mode = {mode}"));
            let start = Arc::new(Barrier::new(4));
            let replicas: Vec<_> = (0..4)
                .map(|_| {
                    let (path, migrations, start) = (world.path(), world.migrations(), Arc::clone(&start));
                    thread::spawn(move || {
                        let mut connection = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
                        start.wait();
                        let applied = migrate(&mut connection, migrations.clone()).unwrap().len();
                        assert_eq!(check(&mut connection, migrations).unwrap(), Standing::Exact);
                        applied
                    })
                })
                .collect();
            let applied: usize = replicas.into_iter().map(|replica| replica.join().unwrap()).sum();
            assert_eq!((applied, world.values("SELECT name FROM users").as_str()), (3, "once"));
            assert!(!world.path().with_file_name("db.sqlite3-manage").exists());
        }
    }
}

#[test]
fn the_lock_is_the_one_of_manage() {
    let world = World::new();
    world.execute("PRAGMA user_version = 1");
    let Attempt::Held(lock) = LockFile::attempt(&world.path(), &Holder::here("manage migrate")).unwrap() else {
        panic!("nobody has it")
    };
    let mut connection = world.connection();
    let error = migrate_within(&mut connection, world.migrations(), Duration::from_millis(200)).unwrap_err();
    assert!(error.to_string().starts_with("the database is locked by `manage migrate` on "), "{error}");
    drop(lock);
    connection.batch_execute("PRAGMA busy_timeout = 123").unwrap();
    assert_eq!(migrate(&mut connection, world.migrations()).unwrap().len(), 3);
    assert_eq!(connection.texts("SELECT timeout || '' FROM pragma_busy_timeout").unwrap(), ["123"]);
}

#[test]
fn what_manage_has_half_done_is_left_to_manage() {
    use crate::database::sqlite::SqliteSession;
    use crate::database::{Access, Back, Event, Options, downgrade};
    use crate::dialect::Sqlite;
    use crate::history::History;
    use crate::settings::SqliteAddress;

    let world = World::new();
    let manage = |back: bool| {
        let history = History::read(&world.0.path().join("app_migrations/default"), &Sqlite, None).unwrap();
        let mut session = SqliteSession::open(&SqliteAddress::file(world.path()), Access::Create).unwrap();
        let (all, options, said) = (&history.migrations, Options::default(), &mut |_: &Event<'_>| {});
        if back {
            downgrade(&mut session, all, &Back::Steps(1), &options, said)
        } else {
            crate::database::migrate(&mut session, all, None, &options, said)
        }
    };
    world.add("4_half", "CREATE TABLE half (a); BROKEN;");
    let directory = world.0.path().join("app_migrations/default/4_half");
    fs::write(directory.join("metadata.toml"), "run_in_transaction = false\n").unwrap();
    assert!(manage(false).is_err());
    assert_eq!(world.refusal(), "half done: 4_half; `manage migrate` (or `downgrade`) goes on with it");
    assert!(matches!(world.migrate(), Err(MigrateError::HalfDone { migrations }) if migrations == ["4"]));

    fs::write(directory.join("up.sql"), "CREATE TABLE half (a);").unwrap();
    manage(false).unwrap();
    assert_eq!(world.check().unwrap(), Standing::Exact);
    fs::write(directory.join("down.sql"), "DROP TABLE half; BROKEN;").unwrap();
    assert!(manage(true).is_err());
    assert!(matches!(world.check(), Err(CheckError::HalfDone { migrations }) if migrations == ["4_half"]));
    // Diesel finishes the way back, and runs it once more: nothing is half done.
    let ledger = |run_on: &str| format!("UPDATE __diesel_schema_migrations SET run_on = {run_on} WHERE version = '4'");
    world.execute(&ledger("'2026-07-07 07:07:07'"));
    assert_eq!(world.check().unwrap(), Standing::Exact);
    world.execute(&ledger("(SELECT run_on FROM __manage_journal WHERE version = '4')"));
    assert!(world.check().is_err());
    fs::write(directory.join("down.sql"), "DROP TABLE half;").unwrap();
    manage(true).unwrap();
    assert!(world.refusal().contains("needs 4_half"));
}

#[test]
fn embedded_ones_and_databases_in_memory_are_as_good() {
    let connection = &mut SqliteConnection::establish(":memory:").unwrap();
    assert!(matches!(check(connection, EMBEDDED), Err(CheckError::Empty { .. })));
    assert!(migrate(connection, EMBEDDED).unwrap().len() > 1);
    assert_eq!(check(connection, EMBEDDED).unwrap(), Standing::Exact);
    connection.revert_last_migration(EMBEDDED).unwrap();
    assert!(matches!(check(connection, EMBEDDED), Err(CheckError::Behind { pending, .. }) if pending.len() == 1));
    // In a transaction of the application's own, as tests have it.
    connection.begin_test_transaction().unwrap();
    assert_eq!(migrate(connection, EMBEDDED).unwrap().len(), 1);
}

#[test]
fn a_backend_is_known_by_its_name() {
    assert_eq!(Backend::of::<diesel::sqlite::Sqlite>(), Backend::Sqlite);
    assert_eq!(Backend::of::<String>(), Backend::Unknown);
}
