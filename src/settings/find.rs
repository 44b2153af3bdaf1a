use std::path::{Path, PathBuf};

/// The name of the settings file.
pub const FILE_NAME: &str = "settings.json";

/// What to say to who has none.
pub(super) const EXAMPLE: &str = r#"a small one: {"databases": {"default": {"driver": "sqlite", "database": "db.sqlite3", "models": ["src/models.rs"]}}}"#;

/// The nearest settings file: in this folder, or else in the nearest one above that has one.
pub fn find(from: &Path) -> Option<PathBuf> {
    // A folder of that name counts: it is an error to be told, not a reason to use the settings of another project.
    from.ancestors().map(|folder| folder.join(FILE_NAME)).find(|file| file.symlink_metadata().is_ok())
}
