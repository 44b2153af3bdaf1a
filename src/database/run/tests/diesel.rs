//! Taking turns with Diesel on the same directories and the same ledger.

use std::fs;
use std::path::Path;

use diesel::{Connection, SqliteConnection};
use diesel_migrations::{FileBasedMigrations, MigrationHarness};

use super::{World, three};
use crate::database::Back;

/// The migrations as directories on disk.
fn written(folder: &Path) -> FileBasedMigrations {
    for migration in three() {
        let directory = folder.join("migrations").join(&migration.name);
        fs::create_dir_all(&directory).unwrap();
        fs::write(directory.join("up.sql"), &migration.up.text).unwrap();
        fs::write(directory.join("down.sql"), &migration.down.unwrap().text).unwrap();
    }
    FileBasedMigrations::from_path(folder.join("migrations")).unwrap()
}

#[test]
fn each_sees_what_the_other_did() {
    let world = World::new();
    let files = written(world.folder.path());
    let mut diesel = SqliteConnection::establish(world.path().to_str().unwrap()).unwrap();

    diesel.run_next_migration(files).unwrap();
    assert_eq!(world.signs(&three()), "[X]1 [ ]2 [ ]3");
    assert_eq!(world.migrate(&three()).unwrap(), ["2_posts", "3_age"]);

    let files = written(world.folder.path());
    assert!(!diesel.has_pending_migration(files).unwrap());
    diesel.revert_last_migration(written(world.folder.path())).unwrap();
    assert_eq!(world.signs(&three()), "[X]1 [X]2 [ ]3", "the journal's row is stale");
    diesel.run_pending_migrations(written(world.folder.path())).unwrap();
    assert_eq!(world.signs(&three()), "[X]1 [X]2 [X]3");

    assert_eq!(world.downgrade(&three(), &Back::Steps(2)).unwrap(), ["3_age", "2_posts"]);
    assert_eq!(diesel.applied_migrations().unwrap().len(), 1);
    diesel.run_pending_migrations(written(world.folder.path())).unwrap();
    assert!(world.migrate(&three()).unwrap().is_empty());
    diesel.revert_all_migrations(written(world.folder.path())).unwrap();
    assert_eq!(world.signs(&three()), "[ ]1 [ ]2 [ ]3");
    assert_eq!(world.migrate(&three()).unwrap().len(), 3);
}
