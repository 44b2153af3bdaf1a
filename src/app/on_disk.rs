use std::path::{Path, PathBuf};

use diesel_migrations::{FileBasedMigrations, MigrationError};

/// The migrations of the database of that alias, as a project of `manage` has them on disk: `app_migrations/ALIAS`, in the
/// working directory or the nearest folder above it that has such a folder. For another place there is
/// [`FileBasedMigrations::from_path`].
///
/// # Errors
/// When there is no such folder, or something in it is no migration.
pub fn on_disk(alias: &str) -> Result<FileBasedMigrations, MigrationError> {
    on_disk_from(&std::env::current_dir()?, alias)
}

pub(super) fn on_disk_from(folder: &Path, alias: &str) -> Result<FileBasedMigrations, MigrationError> {
    let below = Path::new("app_migrations").join(alias);
    let found = folder.ancestors().map(|folder| folder.join(&below)).find(|path| path.is_dir());
    let missing: PathBuf = folder.join(&below);
    FileBasedMigrations::from_path(found.ok_or(MigrationError::MigrationDirectoryNotFound(missing))?)
}
