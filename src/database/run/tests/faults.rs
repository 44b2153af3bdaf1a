use std::time::Duration;

use std::error::Error as _;
use std::fs;

use super::{World, shown, three};
use crate::database::fixture::{migration, outside};
use crate::database::run::{Options, migrate};
use crate::database::sqlite::SqliteSession;
use crate::database::target::Target;
use crate::database::{Access, Event, Session, status};
use crate::history::Migration;
use crate::settings::SqliteAddress;

/// A session that is gone after so many statements, as if its process had been killed: whatever is open is lost.
pub(super) struct Dying<'a> {
    pub(super) session: &'a mut SqliteSession,
    pub(super) left: usize,
}

impl Dying<'_> {
    fn spend(&mut self) -> Result<(), crate::database::SqlError> {
        if self.left == 0 {
            return Err(crate::database::SqlError::new("killed", crate::database::SqlErrorKind::Statement));
        }
        self.left -= 1;
        Ok(())
    }
}

impl Session for Dying<'_> {
    fn dialect(&self) -> &'static dyn crate::dialect::Dialect {
        self.session.dialect()
    }

    fn execute(&mut self, statement: &str) -> Result<(), crate::database::SqlError> {
        self.spend()?;
        self.session.execute(statement)
    }

    fn query(&mut self, query: &str) -> Result<Vec<Vec<Option<String>>>, crate::database::SqlError> {
        self.spend()?;
        self.session.query(query)
    }

    fn introspect(&mut self) -> crate::error::Result<crate::schema::Schema> {
        self.session.introspect()
    }

    fn introspect_only(&mut self, tables: &[crate::schema::TableName]) -> crate::error::Result<crate::schema::Schema> {
        self.session.introspect_only(tables)
    }
}

impl Target for Dying<'_> {
    fn label(&self) -> String {
        self.session.label()
    }

    fn begin(&mut self) -> Result<(), crate::database::SqlError> {
        self.spend()?;
        self.session.begin()
    }

    fn connection(&mut self) -> crate::database::AnyConnection<'_> {
        Target::connection(self.session)
    }

    fn commit(&mut self) -> Result<(), crate::database::SqlError> {
        self.spend()?;
        self.session.commit()
    }

    fn begin_shared(&mut self) -> Result<(), crate::database::SqlError> {
        self.spend()?;
        self.session.begin_shared()
    }

    fn wait_at_most(&mut self, timeout: Duration) -> Result<(), crate::database::SqlError> {
        self.session.wait_at_most(timeout)
    }

    fn roll_back(&mut self) {
        if self.left > 0 {
            self.session.roll_back();
        }
    }

    fn settle(&mut self) -> Result<(), crate::database::SqlError> {
        self.spend()?;
        self.session.settle()
    }

    fn shape(&mut self, name: &str) -> Result<Option<crate::database::Shape>, crate::database::SqlError> {
        self.session.shape(name)
    }

    fn has_table(&mut self, name: &str) -> Result<bool, crate::database::SqlError> {
        self.session.has_table(name)
    }

    fn violations(
        &mut self,
    ) -> Result<std::collections::BTreeSet<crate::database::Violation>, crate::database::SqlError> {
        self.session.violations()
    }

    fn try_lock(&mut self, holder: &crate::database::Holder) -> crate::error::Result<crate::database::LockAttempt> {
        self.session.try_lock(holder)
    }

    fn holds_lock(&mut self) -> bool {
        self.session.holds_lock()
    }

    fn unlock(&mut self) {
        self.session.unlock();
    }
}

fn history() -> Vec<Migration> {
    let mut migrations = three();
    migrations.push(outside(migration(
        "4_outside",
        "PRAGMA foreign_keys = OFF; INSERT INTO users VALUES (1, 'a', 1); BEGIN; INSERT INTO users VALUES (2, 'b', 2);
         COMMIT; VACUUM; INSERT INTO users VALUES (3, 'c', 3); PRAGMA foreign_keys = ON;",
        "",
    )));
    migrations.push(migration("5_rows", "INSERT INTO users VALUES (4, 'd', 4); UPDATE users SET age = age + 10;", ""));
    migrations
}

/// Wherever it dies, running again leads to the same end, and no row is written twice.
#[test]
fn it_can_die_anywhere_and_run_again() {
    let expected = {
        let world = World::new();
        world.migrate(&history()).unwrap();
        world.values("SELECT group_concat(id || name || age) FROM users")
    };
    assert_eq!(expected, "1a11,2b12,3c13,4d14");
    let mut died = 0;
    for left in 0.. {
        let world = World::new();
        let mut session = world.session();
        let mut dying = Dying { session: &mut session, left };
        let done = migrate(&mut dying, &history(), None, &Options::default(), &mut |_: &Event<'_>| {});
        drop(session);
        world.migrate(&history()).unwrap_or_else(|error| panic!("died after {left}: {}", shown(&error)));
        assert_eq!(world.values("SELECT group_concat(id || name || age) FROM users"), expected, "died after {left}");
        assert_eq!(world.signs(&history()), "[X]1 [X]2 [X]3 [X]4 [X]5", "died after {left}");
        if done.is_ok() {
            break;
        }
        died += 1;
    }
    assert!(died > 50, "it died only {died} times");
}

#[test]
fn a_full_disk_rolls_back_and_says_so() {
    let world = World::new();
    world.migrate(&three()).unwrap();
    let mut migrations = three();
    migrations.push(migration(
        "4_big",
        "CREATE TABLE big (a); WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) \
         INSERT INTO big SELECT zeroblob(4000) FROM n;",
        "",
    ));
    let mut session = world.session();
    session.execute("PRAGMA max_page_count = 40").unwrap();
    let error = migrate(&mut session, &migrations, None, &Options::default(), &mut |_: &Event<'_>| {}).unwrap_err();
    let text = shown(&error);
    assert!(text.contains("up.sql:1: database or disk is full") && text.contains("hint: make room"), "{text}");
    assert_eq!(world.signs(&migrations), "[X]1 [X]2 [X]3 [ ]4");
    assert_eq!(world.migrate(&migrations).unwrap(), ["4_big"]);
}

#[test]
fn files_that_cannot_be_opened_are_named_with_what_helps() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("folder")).unwrap();
    fs::write(at("text"), "This is no database, but a letter to the one who opens it. ".repeat(20)).unwrap();
    fs::write(at("empty"), "").unwrap();
    for (name, access, message, hint) in [
        ("missing", Access::ReadOnly, "there is no database", "manage migrate"),
        ("missing", Access::ReadWrite, "there is no database", "manage migrate"),
        ("no/folder", Access::Create, "there is no folder", "mkdir"),
        ("folder", Access::Create, "is a folder", "db.sqlite3"),
        ("folder", Access::ReadOnly, "is a folder", "db.sqlite3"),
        ("text", Access::ReadOnly, "cannot be opened", "check the path"),
        ("text", Access::Create, "cannot be opened", "check the path"),
    ] {
        let error = SqliteSession::open(&SqliteAddress::file(at(name)), access).unwrap_err();
        let text = shown(&error);
        assert!(error.to_string().contains(message) && text.contains(hint), "{name}: {text}");
        assert!(error.to_string().contains(name), "{text}");
    }
    assert!(!at("missing").exists());
    let letter = SqliteSession::open(&SqliteAddress::file(at("text")), Access::ReadOnly).unwrap_err();
    assert_eq!(letter.source().unwrap().to_string(), "file is not a database");
    let mut empty = SqliteSession::open(&SqliteAddress::file(at("empty")), Access::ReadOnly).unwrap();
    assert!(status(&mut empty, &[]).unwrap().is_empty());
}

#[test]
fn a_session_that_only_reads_cannot_write() {
    let world = World::new();
    world.migrate(&three()[..1]).unwrap();
    let mut session = SqliteSession::open(&SqliteAddress::file(world.path()), Access::ReadOnly).unwrap();
    assert_eq!(status(&mut session, &three()).unwrap().len(), 3);
    let error = migrate(&mut session, &three(), None, &Options::default(), &mut |_: &Event<'_>| {}).unwrap_err();
    assert!(shown(&error).contains("readonly database") && shown(&error).contains("writable"), "{}", shown(&error));
    assert_eq!(world.files(), ["db.sqlite3"]);
}

#[test]
fn a_database_that_is_damaged_is_called_so_and_left_alone() {
    let world = World::new();
    world.migrate(&three()).unwrap();
    let mut bytes = fs::read(world.path()).unwrap();
    bytes[100..4096].fill(0xAA);
    fs::write(world.path(), &bytes).unwrap();
    let error = SqliteSession::open(&SqliteAddress::file(world.path()), Access::Create).unwrap_err();
    assert!(shown(&error).contains("malformed") && shown(&error).contains("backup"), "{}", shown(&error));
    assert_eq!(fs::read(world.path()).unwrap(), bytes);
}

#[test]
fn odd_names_lead_to_the_file_of_that_name() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a b.db", "what?.db", "100%.db", "#1.db", "%41.db", "ü🦀.db", "a&b=c.db", "'quoted'\".db", "file:x"]
    {
        let location = SqliteAddress::file(folder.path().join(name));
        let mut session = SqliteSession::open(&location, Access::Create).unwrap();
        session.execute("CREATE TABLE t (a)").unwrap();
        migrate(&mut session, &three(), None, &Options::default(), &mut |_: &Event<'_>| {}).unwrap();
        drop(session);
        assert!(folder.path().join(name).is_file(), "{name}");
        fs::remove_file(folder.path().join(name)).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "{name} left something beside it");
    }
}

#[test]
fn an_exclusive_lock_of_another_program_is_named() {
    let world = World::new();
    let mut other = world.session();
    other.execute("CREATE TABLE t (a)").unwrap();
    other.execute("BEGIN EXCLUSIVE").unwrap();
    let opened = std::time::Instant::now();
    let error = SqliteSession::open(&SqliteAddress::file(world.path()), Access::ReadOnly).unwrap_err();
    assert!(opened.elapsed().as_secs() >= 4, "it waits first");
    assert!(shown(&error).contains("database is locked"), "{}", shown(&error));
}

#[test]
fn a_database_in_wal_mode_can_be_looked_at_and_is_left_as_it_was() {
    let world = World::new();
    world.execute(&["PRAGMA journal_mode = WAL"]);
    world.migrate(&three()).unwrap();
    let before = world.files();
    let mut session = SqliteSession::open(&SqliteAddress::file(world.path()), Access::ReadOnly).unwrap();
    let states = status(&mut session, &three()).unwrap();
    assert!(states.iter().all(crate::database::MigrationState::is_applied));
    drop(session);
    world.migrate(&three()).unwrap();
    assert_eq!(world.files(), before);
}

#[test]
fn a_lock_file_that_cannot_be_made_is_named() {
    let world = World::new();
    fs::create_dir(world.folder.path().join("db.sqlite3-manage")).unwrap();
    let error = world.migrate(&three()).unwrap_err();
    assert!(error.to_string().contains("db.sqlite3-manage` cannot be written"), "{}", shown(&error));
    assert_eq!(world.tables(), "");
}
