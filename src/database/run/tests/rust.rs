//! Rust steps.

use std::cell::RefCell;
use std::rc::Rc;

use diesel::connection::{Connection, SimpleConnection};
use diesel::sqlite::SqliteConnection;
use diesel::{QueryResult, RunQueryDsl, sql_query};

use super::{World, shown};
use crate::database::fixture::{chain, migration, outside};
use crate::database::run::{Options, downgrade, migrate};
use crate::database::{Back, Direction, Event, RustStep, RustSteps, StepFunction};
use crate::error::{Error, ErrorKind, Result};
use crate::history::{Migration, Version};
use crate::settings::Variables;

/// Names are split in two: the step does it forward, and joins them again backward.
pub(super) fn history() -> Vec<Migration> {
    chain(vec![
        migration(
            "1_users",
            "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO users VALUES (1, 'Ada L'), (2, 'Bob M');",
            "DROP TABLE users;",
        ),
        migration(
            "2_split",
            "ALTER TABLE users ADD first TEXT; ALTER TABLE users ADD last TEXT;",
            "ALTER TABLE users DROP first; ALTER TABLE users DROP last;",
        ),
        migration("3_index", "CREATE INDEX users_last ON users (last);", "DROP INDEX users_last;"),
    ])
}

pub(super) fn rows(step: &mut RustStep<'_>, statement: &str) -> Result<usize> {
    Ok(sql_query(statement).execute(step.connection::<SqliteConnection>()?)?)
}

pub(super) fn sql(step: &mut RustStep<'_>, statement: &str) -> Result<()> {
    rows(step, statement).map(|_| ())
}

pub(super) fn split(step: &mut RustStep<'_>) -> Result<()> {
    sql(step, "UPDATE users SET first = substr(name, 1, 3), last = substr(name, 5), name = NULL")
}

fn join(step: &mut RustStep<'_>) -> Result<()> {
    sql(step, "UPDATE users SET name = first || ' ' || last")
}

fn steps_of(given: Vec<(&str, Direction, StepFunction)>) -> RustSteps {
    let mut steps = RustSteps::new("default", Some("testing".to_owned()), Variables::of([("ROWS", "2")]));
    for (version, direction, function) in given {
        assert!(steps.insert(Version::new(version), direction, function));
    }
    steps
}

pub(super) fn both() -> RustSteps {
    steps_of(vec![("2", Direction::Up, StepFunction::new(split)), ("2", Direction::Down, StepFunction::new(join))])
}

pub(super) fn up(function: impl Fn(&mut RustStep<'_>) -> Result<()> + 'static) -> RustSteps {
    steps_of(vec![("2", Direction::Up, StepFunction::new(function))])
}

impl World {
    pub(super) fn migrate_with(&self, migrations: &[Migration], steps: &RustSteps) -> Result<Vec<String>> {
        let options = Options { steps: steps.clone(), ..Options::default() };
        migrate(&mut self.session(), migrations, None, &options, &mut |_: &Event<'_>| {})
    }

    pub(super) fn downgrade_with(
        &self,
        migrations: &[Migration],
        goal: &Back,
        steps: &RustSteps,
    ) -> Result<Vec<String>> {
        let options = Options { steps: steps.clone(), ..Options::default() };
        downgrade(&mut self.session(), migrations, goal, &options, &mut |_: &Event<'_>| {})
    }

    pub(super) fn users(&self) -> String {
        self.values("SELECT group_concat(coalesce(name, first || '+' || last)) FROM users")
    }

    fn schema(&self) -> String {
        self.values("SELECT name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY name")
    }
}

#[test]
fn they_run_at_their_place_forward_and_back_and_the_schema_is_the_same_without() {
    for place in [|migration| migration, outside] {
        let (with, without) = (World::new(), World::new());
        let mut migrations = history();
        migrations[1] = place(migrations[1].clone());
        assert_eq!(with.migrate_with(&migrations, &both()).unwrap(), ["1_users", "2_split", "3_index"]);
        without.migrate(&migrations).unwrap();
        assert_eq!((with.users().as_str(), without.users().as_str()), ("Ada+L,Bob+M", "Ada L,Bob M"));
        assert_eq!(with.schema(), without.schema());
        assert!(with.migrate_with(&migrations, &both()).unwrap().is_empty());

        with.downgrade_with(&migrations, &Back::To(Version::new("1")), &both()).unwrap();
        without.downgrade(&migrations, &Back::To(Version::new("1"))).unwrap();
        assert_eq!((with.users_before(), with.schema()), (without.users_before(), without.schema()));
        assert_eq!(with.signs(&migrations), "[X]1 [ ]2 [ ]3");
    }
}

#[test]
fn a_step_is_told_where_it_is_and_sees_the_schema_as_it_is() {
    let world = World::new();
    let seen = Rc::new(RefCell::new(Vec::new()));
    let (log, said) = (Rc::clone(&seen), Rc::clone(&seen));
    let steps = up(move |step| {
        let mut log = log.borrow_mut();
        log.push(format!("{} {:?} {:?}", step.alias(), step.environment(), step.direction()));
        log.push(format!("{} {} {:?} {:?}", step.version(), step.name(), step.variable("ROWS")?, step.variable("X")?));
        let mut inspector = step.inspector();
        log.push(format!("{:?} {:?}", inspector.tables()?, inspector.columns("users")?));
        assert!(inspector.has_table("Users")? && !inspector.has_table("posts")?);
        assert!(inspector.has_column("users", "FIRST")? && !inspector.has_column("users", "email")?);
        assert!(!inspector.has_column("posts", "id")? && !inspector.has_index("users", "users_last")?);
        assert!(inspector.indexes("posts")?.is_empty() && inspector.table("posts")?.is_none());
        drop(log);
        sql(step, "CREATE INDEX extra ON users (name)")?;
        assert!(step.inspector().has_index("users", "extra")?, "what is live, not what was");
        sql(step, "DROP INDEX extra")?;
        step.say("two rows");
        Ok(())
    });
    let options = Options { steps, ..Options::default() };
    migrate(&mut world.session(), &history(), None, &options, &mut |event: &Event<'_>| match event {
        Event::Said { name, text } => said.borrow_mut().push(format!("{name}: {text}")),
        Event::RustStep { name, direction } => said.borrow_mut().push(format!("{name} {direction:?}")),
        _ => {}
    })
    .unwrap();
    let seen = seen.borrow();
    assert_eq!(
        *seen,
        [
            "2_split Up",
            "default Some(\"testing\") Up",
            "2 2_split Some(\"2\") None",
            "[\"users\"] [\"id\", \"name\", \"first\", \"last\"]",
            "2_split: two rows"
        ]
    );
}

#[test]
fn what_fails_is_rolled_back_whole_and_named() {
    type Step = fn(&mut RustStep<'_>) -> Result<()>;
    let cases: [(Step, &str); 6] = [
        (|_| Err(Error::failure("the names are odd").hint("look at them")), "caused by: the names are odd"),
        (|step| sql(step, "UPDATE nowhere SET x = 1"), "caused by: no such table: nowhere"),
        (|_| panic!("at the {}", "disco"), "caused by: it panicked: at the disco"),
        (|_| Err(Error::usage("odd").because(Error::failure("deep"))), "caused by: odd"),
        // A panic in a transaction of Diesel's leaves a savepoint behind.
        (
            |step| {
                let connection: &mut SqliteConnection = step.connection()?;
                connection.transaction(|_| -> Result<()> { panic!("inside") })
            },
            "caused by: it panicked: inside",
        ),
        (|step| sql(step, "INSERT OR ROLLBACK INTO users (id) VALUES (1)"), "UNIQUE constraint failed"),
    ];
    for (function, expected) in cases {
        let world = World::new();
        let migrations = history();
        let steps = up(move |step| {
            sql(step, "UPDATE users SET name = 'lost'")?;
            function(step)
        });
        let error = world.migrate_with(&migrations, &steps).unwrap_err();
        let text = shown(&error).replace("\n  ", "\ncaused by: ");
        assert_eq!(error.kind(), ErrorKind::Failure, "{text}");
        assert!(text.starts_with("the Rust step of 2_split ") && text.contains(expected), "{text}");
        assert_eq!(
            (world.signs(&migrations).as_str(), world.users_before().as_str()),
            ("[X]1 [ ]2 [ ]3", "Ada L,Bob M")
        );
        assert!(!world.files().iter().any(|name| name.ends_with("-manage")), "the lock is back");
        world.migrate_with(&migrations, &both()).unwrap();
        assert_eq!(world.users(), "Ada+L,Bob+M");
    }
}

impl World {
    pub(super) fn users_before(&self) -> String {
        self.values("SELECT group_concat(name) FROM users")
    }
}

#[test]
fn hints_of_the_step_come_before_ours() {
    let error =
        World::new().migrate_with(&history(), &up(|_| Err(Error::failure("odd").hint("look at them")))).unwrap_err();
    assert_eq!(error.hints()[0], "look at them");
    assert!(error.hints()[1].starts_with("nothing of 2_split was kept"), "{:?}", error.hints());
}

#[test]
fn a_transaction_of_diesels_is_a_savepoint() {
    let world = World::new();
    let steps = up(|step| {
        let connection: &mut SqliteConnection = step.connection()?;
        connection.transaction(|connection| sql_query("UPDATE users SET name = 'kept'").execute(connection))?;
        let failed: QueryResult<()> = connection.transaction(|connection| {
            sql_query("UPDATE users SET name = 'lost'").execute(connection)?;
            Err(diesel::result::Error::RollbackTransaction)
        });
        assert!(failed.is_err());
        Ok(())
    });
    world.migrate_with(&history(), &steps).unwrap();
    assert_eq!(world.users(), "kept,kept");
}

#[test]
fn a_step_that_ends_the_transaction_is_refused() {
    for statement in ["COMMIT", "ROLLBACK", "COMMIT; BEGIN", "END; BEGIN IMMEDIATE", "SAVEPOINT x; COMMIT; BEGIN"] {
        let world = World::new();
        let steps = up(move |step| Ok(step.connection::<SqliteConnection>()?.batch_execute(statement)?));
        let error = world.migrate_with(&history(), &steps).unwrap_err();
        let text = shown(&error);
        assert!(
            text.starts_with("the Rust step of 2_split ended the transaction that it runs in"),
            "{statement}: {text}"
        );
        assert_eq!(world.signs(&history()), "[X]1 [ ]2 [ ]3", "{statement}");
    }
    // One that it began and did not end.
    let world = World::new();
    let steps = up(|step| {
        use diesel::connection::{AnsiTransactionManager, TransactionManager};
        Ok(AnsiTransactionManager::begin_transaction(step.connection::<SqliteConnection>()?)?)
    });
    let text = shown(&world.migrate_with(&history(), &steps).unwrap_err());
    assert!(text.contains("2_split: committing failed") && text.contains("savepoint"), "{text}");
    assert_eq!(world.signs(&history()), "[X]1 [ ]2 [ ]3");
}

#[test]
fn a_step_that_changes_the_schema_is_refused() {
    for statement in ["CREATE TABLE extra (a)", "CREATE INDEX extra ON users (name)", "ALTER TABLE users DROP last"] {
        for place in [|migration| migration, outside] {
            let world = World::new();
            let mut migrations = history();
            migrations[1] = place(migrations[1].clone());
            let steps = up(move |step| sql(step, statement));
            let error = world.migrate_with(&migrations, &steps).unwrap_err();
            assert!(
                error.to_string().starts_with("the Rust step of 2_split changed the schema: "),
                "{}",
                shown(&error)
            );
            world.migrate_with(&migrations, &both()).unwrap();
            assert_eq!(world.users(), "Ada+L,Bob+M");
        }
    }
    // A temporary table is nobody's schema.
    let steps = up(|step| sql(step, "CREATE TEMP TABLE extra (a)"));
    World::new().migrate_with(&history(), &steps).unwrap();
}

#[test]
fn rows_that_refer_to_nothing_are_found_as_with_sql() {
    let world = World::new();
    let mut migrations = history();
    migrations[1] = migration("2_posts", "CREATE TABLE posts (user_id INT REFERENCES users);", "");
    world.execute(&["PRAGMA foreign_keys = OFF"]);
    let steps = up(|step| {
        sql(step, "PRAGMA defer_foreign_keys = ON")?;
        sql(step, "INSERT INTO posts VALUES (77)")
    });
    let error = world.migrate_with(&migrations[..2], &steps).unwrap_err();
    assert!(error.to_string().contains("foreign keys would be violated: row 1 of posts"), "{}", shown(&error));
    assert_eq!(world.signs(&migrations[..2]), "[X]1 [ ]2");
}

#[test]
fn a_connection_of_another_type_is_an_error_that_names_both() {
    struct OtherConnection;
    let error = World::new()
        .migrate_with(&history(), &up(|step| step.connection::<OtherConnection>().map(|_| ())))
        .unwrap_err();
    let text = shown(&error);
    assert!(
        text.contains("::OtherConnection, but the database default is reached by a diesel::")
            && text.contains("diesel::sqlite::SqliteConnection"),
        "{text}"
    );
}

#[test]
fn what_was_applied_without_its_step_is_told() {
    let warnings = |world: &World, steps: &RustSteps| {
        let mut found = Vec::new();
        let options = Options { steps: steps.clone(), ..Options::default() };
        migrate(&mut world.session(), &history(), None, &options, &mut |event: &Event<'_>| {
            if let Event::Warning(text) = event {
                found.push((*text).to_owned());
            }
        })
        .unwrap();
        found
    };
    let world = World::new();
    assert!(warnings(&world, &both()).is_empty());
    assert!(warnings(&world, &both()).is_empty());
    let world = World::new();
    world.migrate(&history()).unwrap();
    assert_eq!(
        warnings(&world, &both()),
        ["2_split was applied without its Rust step (by another program, or before it had one)"]
    );
    assert!(warnings(&world, &RustSteps::default()).is_empty());
    // As Diesel leaves it: a ledger without a journal.
    world.execute(&["DROP TABLE __manage_journal"]);
    assert_eq!(warnings(&world, &both()).len(), 1);
    // Who says that it ran need not be told.
    let world = World::new();
    let options = Options { steps: both(), fake: true, ..Options::default() };
    migrate(&mut world.session(), &history(), None, &options, &mut |_: &Event<'_>| {}).unwrap();
    assert!(warnings(&world, &both()).is_empty());
}
