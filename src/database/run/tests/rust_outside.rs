//! Rust steps of migrations outside a transaction, and processes that die.

use std::cell::RefCell;
use std::rc::Rc;

use super::faults::Dying;
use super::rust::{both, history, rows, split, sql, up};
use super::{World, shown};
use crate::database::fixture::{migration, outside};
use crate::database::run::{Options, migrate};
use crate::database::{Back, Event, status};
use crate::error::{Error, ErrorKind};

/// Outside a transaction the step has one of its own, and with it the mark that it is done.
#[test]
fn outside_a_transaction_it_goes_on_with_the_step() {
    let world = World::new();
    let mut migrations = history();
    migrations[1] = outside(migrations[1].clone());
    let fails = Rc::new(RefCell::new(true));
    let failing = Rc::clone(&fails);
    let steps = up(move |step| {
        split(step)?;
        if *failing.borrow() { Err(Error::failure("not yet")) } else { Ok(()) }
    });
    let error = world.migrate_with(&migrations, &steps).unwrap_err();
    assert!(shown(&error).contains("the statements of 2_split are done"), "{}", shown(&error));
    assert_eq!(world.signs(&migrations), "[X]1 [-]2 [ ]3");
    let entry = status(&mut world.session(), &migrations).unwrap()[1].entry.clone().unwrap();
    assert_eq!((entry.done, entry.total, entry.intent), (2, 3, Some(3)));
    assert!(entry.error.unwrap().contains("the Rust step of 2_split failed"));
    // A program without the step must not call it done.
    let error = world.migrate(&migrations).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::History);
    assert!(shown(&error).contains("stopped before its Rust step"), "{}", shown(&error));
    *fails.borrow_mut() = false;
    world.migrate_with(&migrations, &steps).unwrap();
    assert_eq!((world.users().as_str(), world.signs(&migrations).as_str()), ("Ada+L,Bob+M", "[X]1 [X]2 [X]3"));
}

#[test]
fn a_way_back_goes_on_behind_its_step_and_is_not_begun_without() {
    let world = World::new();
    let with = |down: &str| {
        let mut migrations = history();
        migrations[1] =
            outside(migration("2_split", "ALTER TABLE users ADD first TEXT; ALTER TABLE users ADD last TEXT;", down));
        migrations.truncate(2);
        migrations
    };
    let good = with("ALTER TABLE users DROP first; ALTER TABLE users DROP last;");
    world.migrate_with(&good, &both()).unwrap();
    let goal = Back::Steps(1);
    assert!(world.downgrade_with(&with("ALTER TABLE users DROP first; BROKEN;"), &goal, &both()).is_err());
    assert_eq!((world.users_before().as_str(), world.signs(&good).as_str()), ("Ada L,Bob M", "[X]1 [-]2"));
    // Joining again would fail: there is no column `first`.
    world.downgrade_with(&good, &goal, &both()).unwrap();
    assert_eq!((world.users_before().as_str(), world.signs(&good).as_str()), ("Ada L,Bob M", "[X]1 [ ]2"));

    world.migrate_with(&good, &both()).unwrap();
    assert!(world.downgrade(&with("ALTER TABLE users DROP last; BROKEN;"), &goal).is_err());
    let good = with("ALTER TABLE users DROP last; ALTER TABLE users DROP first;");
    let error = world.downgrade_with(&good, &goal, &both()).unwrap_err();
    assert!(shown(&error).contains("begun without its Rust step"), "{}", shown(&error));
    world.downgrade(&good, &goal).unwrap();
}

#[test]
fn a_large_table_is_moved_in_parts_outside_a_transaction() {
    let world = World::new();
    let mut migrations = history();
    migrations[1] = outside(migrations[1].clone());
    let once = Rc::new(RefCell::new(0));
    let calls = Rc::clone(&once);
    let steps = up(move |step| {
        *calls.borrow_mut() += 1;
        while rows(
            step,
            "UPDATE users SET first = 'x', last = 'y', name = NULL WHERE id IN (SELECT id FROM users WHERE first IS NULL LIMIT 1)",
        )? > 0
        {
            step.commit()?;
            if *calls.borrow() == 1 {
                return Err(Error::failure("stopped"));
            }
        }
        Ok(())
    });
    assert!(world.migrate_with(&migrations, &steps).is_err());
    assert_eq!(world.users(), "x+y,Bob M", "what was committed is kept");
    world.migrate_with(&migrations, &steps).unwrap();
    assert_eq!((world.users().as_str(), *once.borrow()), ("x+y,x+y", 2));

    let error = World::new()
        .migrate_with(
            &history(),
            &up(|step| {
                step.commit()?;
                Ok(())
            }),
        )
        .unwrap_err();
    assert!(shown(&error).contains("has nothing to commit"), "{}", shown(&error));
}

/// Wherever it dies, running again leads to the same end, and no step's effect is there twice.
#[test]
fn it_can_die_anywhere_around_a_step_and_run_again() {
    for place in [|migration| migration, outside] {
        let mut migrations = history();
        migrations[1] = place(migrations[1].clone());
        let steps = || up(|step| sql(step, "UPDATE users SET name = name || '!'"));
        let mut died = 0;
        for left in 0.. {
            let world = World::new();
            let mut session = world.session();
            let options = Options { steps: steps(), ..Options::default() };
            let done = migrate(
                &mut Dying { session: &mut session, left },
                &migrations,
                None,
                &options,
                &mut |_: &Event<'_>| {},
            );
            drop(session);
            world
                .migrate_with(&migrations, &steps())
                .unwrap_or_else(|error| panic!("died after {left}: {}", shown(&error)));
            assert_eq!(world.users(), "Ada L!,Bob M!", "died after {left}");
            assert_eq!(world.signs(&migrations), "[X]1 [X]2 [X]3", "died after {left}");
            if done.is_ok() {
                break;
            }
            died += 1;
        }
        assert!(died > 20, "it died only {died} times");
    }
}
