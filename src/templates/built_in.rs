/// A template by its name, which is its path below `templates/` without the ending `.j2`.
macro_rules! template {
    ($name:literal) => {
        ($name, include_str!(concat!("../../templates/", $name, ".j2")))
    };
}
/// The templates that come with `manage`: what they are called, and their text.
///
/// A test holds the list against the folder `templates/`.
const BUILT_IN: &[(&str, &str)] = &[
    template!("command/command.rs"),
    template!("command/entry.rs"),
    template!("migration/data/down.sql"),
    template!("migration/data/message"),
    template!("migration/data/metadata.toml"),
    template!("migration/data/up.sql"),
    template!("migration/down.sql"),
    template!("migration/empty/down.sql"),
    template!("migration/empty/message"),
    template!("migration/empty/up.sql"),
    template!("migration/index/down.sql"),
    template!("migration/index/message"),
    template!("migration/index/metadata.toml"),
    template!("migration/index/up.sql"),
    template!("migration/metadata.toml"),
    template!("migration/up.sql"),
    template!("project/Cargo.toml"),
    template!("project/README.md"),
    template!("project/build.rs"),
    template!("project/diesel.toml"),
    template!("project/diesel_settings.json"),
    template!("project/gitattributes"),
    template!("project/gitignore"),
    template!("project/gitkeep"),
    template!("project/management/Cargo.toml"),
    template!("project/management/gitignore"),
    template!("project/management/src/commands/mod.rs"),
    template!("project/management/src/main.rs"),
    template!("project/settings.json"),
    template!("project/src/lib.rs"),
    template!("project/src/main.rs"),
    template!("project/src/models.rs"),
    template!("project/src/schema.rs"),
    template!("project/to_add.txt"),
];

/// The text of the built-in template of this name.
pub(super) fn built_in(name: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|(own, _)| *own == name).map(|(_, text)| *text)
}

/// What the built-in templates are called.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::names;

    #[test]
    fn the_list_is_the_folder() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        let files =
            walkdir::WalkDir::new(&root).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
        let found: BTreeSet<String> = files
            .map(|entry| {
                let path = entry.path().strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                path.strip_suffix(".j2").unwrap_or_else(|| panic!("{path} does not end in .j2")).to_owned()
            })
            .collect();
        assert_eq!(names().map(str::to_owned).collect::<BTreeSet<_>>(), found);
        assert_eq!(names().count(), found.len(), "one is there twice");
    }
}
