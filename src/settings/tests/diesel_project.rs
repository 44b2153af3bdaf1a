use std::fs;
use std::path::Path;

use super::{shown, write};
use crate::dialect::Driver;
use crate::error::Error;
use crate::settings::{Address, Settings, Variables};

fn load(folder: &Path, variables: &[(&str, &str)]) -> Result<Settings, Error> {
    Settings::load(None, folder, Variables::of(variables.iter().copied()))
}

/// The file, the migrations and the models, their folder taken off.
fn found(settings: &Settings, root: &Path) -> [String; 3] {
    let database = settings.one(None).expect("a database");
    assert_eq!(database.alias(), "default");
    let Address::Sqlite(address) = database.address().expect("an address") else { panic!("no SQLite") };
    let migrations = database.migrations_directory().expect("a directory");
    let short = |path: &Path| path.strip_prefix(root).expect("a path below").display().to_string();
    let models = database.models().expect("models").concat();
    [short(address.path()), short(&migrations), short(Path::new(&models))]
}

#[test]
fn nothing_at_all() {
    let folder = tempfile::tempdir().expect("a folder");
    for variables in [&[][..], &[("DATABASE_URL", "")]] {
        let error = load(folder.path(), variables).expect_err("nothing");
        assert_eq!(error.kind().exit_code(), 6);
        let error = shown(&error);
        assert!(
            error.starts_with("there is no settings.json in ") && error.contains("hint: a small one: {"),
            "{error}"
        );
    }
}

#[test]
fn a_plain_diesel_project() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    write(root, "Cargo.toml", "");
    write(root, "migrations/.keep", "");
    write(root, ".env", "DATABASE_URL=db.sqlite3");
    fs::create_dir_all(root.join("src/inner")).expect("a folder");
    let settings = load(&root.join("src/inner"), &[]).expect("settings");
    assert_eq!(found(&settings, root), ["db.sqlite3", "migrations", "src/schema.rs"]);
    assert_eq!(settings.file(), None);

    let settings = load(root, &[("DATABASE_URL", "sqlite://other.sqlite3")]).expect("settings");
    assert_eq!(found(&settings, root)[0], "other.sqlite3");

    write(
        root,
        "diesel.toml",
        "[print_schema]\nfile = \"src/db/schema.rs\"\n[migrations_directory]\ndir = \"db/migrations\"\n",
    );
    let settings = load(root, &[]).expect("settings");
    assert_eq!(found(&settings, root), ["db.sqlite3", "db/migrations", "src/db/schema.rs"]);
    let settings = load(root, &[("MIGRATION_DIRECTORY", "else")]).expect("settings");
    assert_eq!(found(&settings, root)[1], "else");
}

#[test]
fn what_cannot_be_understood() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    write(root, "diesel.toml", "[print_schema\n");
    let error = load(root, &[("DATABASE_URL", "db")]).expect_err("not TOML");
    assert!(error.to_string().contains("diesel.toml:1:"), "{error}");
    write(root, "diesel.toml", "");
    let error = load(root, &[("DATABASE_URL", "oracle://me:sesame@host/db")]).expect_err("unknown");
    assert_eq!(error.to_string(), "DATABASE_URL: unknown scheme `oracle`: oracle://me:***@host/db");
    let settings = load(root, &[("DATABASE_URL", "postgres://me:sesame@host/db")]).expect("settings");
    let driver = settings.one(None).and_then(|database| database.driver()).expect("a driver");
    assert_eq!(driver, Driver::Postgres);
    // A dollar sign is no variable here: nothing is expanded twice.
    let settings = load(root, &[("DATABASE_URL", "sqlite://a${B}.sqlite3")]).expect("settings");
    assert_eq!(found(&settings, root)[0], "a${B}.sqlite3");
}
