use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use diesel_manage::internals::models::Models;
use diesel_manage::settings::{DriverName, ModelSources, find};
use diesel_manage::{Error, Result};
use diesel_manage_syntax::schema_file;

/// What came of a run.
#[derive(Debug, Default)]
pub(crate) struct Generated {
    /// Files and folders in which a change calls for another run.
    pub(crate) watched: BTreeSet<PathBuf>,
    /// What was left out, and why.
    pub(crate) warnings: Vec<String>,
}

/// The settings file of the package: the given one, else the nearest.
pub(crate) fn settings_file(package: &Path, given: Option<&Path>) -> Result<PathBuf> {
    match given {
        Some(file) => Ok(package.join(file)),
        None => find(package).ok_or_else(|| {
            Error::failure(format!("there is no settings.json in {} or above", package.display()))
                .hint("MANAGE_SETTINGS names another file")
        }),
    }
}

/// Writes one file for every database of the settings that has models, and one more for the default database.
pub(crate) fn generate(settings: &Path, out: &Path) -> Result<Generated> {
    let mut generated = Generated::default();
    generated.watched.insert(settings.to_owned());
    let databases = ModelSources::read(settings)?;
    let mut written = false;
    for (alias, sources) in databases.iter().filter(|(_, sources)| !sources.models.is_empty()) {
        if sources.driver.is_none() {
            generated.warnings.push(format!(
                "only a variable tells the driver of `{alias}`, whose models are read as for SQLite: name it beside the url, \
                 \"driver\": \"postgresql\""
            ));
        }
        let name = sources.driver.unwrap_or(DriverName::Sqlite);
        let others = sources.migrations.len() > 1;
        let models = Models::read_own(&sources.folder, &sources.models, alias, name.driver().dialect(), others)?
            .belonging_to(databases.keys().map(String::as_str))?;
        let text = models.table_macros();
        generated.watched.extend(models.watched);
        write(&out.join(schema_file(Some(alias))), &text)?;
        if sources.is_default {
            write(&out.join(schema_file(None)), &text)?;
        }
        written = true;
    }
    if !written && generated.warnings.is_empty() {
        return Err(Error::failure(format!("no database in {} has models", settings.display()))
            .hint(r#"add "models": ["src/models.rs"] to a database"#));
    }
    Ok(generated)
}

/// Writes the file unless it says the same already: what is not touched is not compiled again.
fn write(file: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(file).is_ok_and(|own| own == text) {
        return Ok(());
    }
    fs::write(file, text).map_err(|error| Error::failure(format!("cannot write {}", file.display())).because(error))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use diesel_manage_syntax::schema_file;
    use tempfile::TempDir;

    use super::{generate, settings_file};

    const USER: &str = "#[derive(Model)] struct User { id: i64 }";

    fn project(settings: &str, files: &[(&str, &str)]) -> TempDir {
        let folder = TempDir::new().unwrap();
        fs::create_dir_all(folder.path().join("app/src")).unwrap();
        fs::create_dir_all(folder.path().join("out")).unwrap();
        fs::write(folder.path().join("settings.json"), settings).unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        folder
    }

    fn told(folder: &Path) -> String {
        let error = generate(&folder.join("settings.json"), &folder.join("out")).unwrap_err();
        format!("{error} {:?}", error.hints())
    }

    #[test]
    fn every_database_gets_its_file_and_the_default_one_two() {
        let folder = project(
            r#"{"default": "main", "databases": {
                "main": {"driver": "sqlite", "database": "${DB}", "models": ["app/src"]},
                "second": {"url": "${URL}", "models": ["app/src/other.rs"]},
                "third": {"driver": "mysql", "models": ["app/src/other.rs"]},
                "none": {"driver": "sqlite", "database": "x"}}}"#,
            &[("app/src/models.rs", USER), ("app/src/other.rs", "#[derive(Model)] struct Post { id: i64 }")],
        );
        let (base, out) = (folder.path(), folder.path().join("out"));
        let generated = generate(&base.join("settings.json"), &out).unwrap();
        let text = |alias: Option<&str>| fs::read_to_string(out.join(schema_file(alias))).unwrap_or_default();
        assert!(text(None).contains("users (id)") && text(None).contains("posts (id)"));
        assert_eq!(text(None), text(Some("main")));
        assert!(!text(Some("second")).contains("users (id)") && text(Some("second")).contains("posts (id)"));
        assert!(text(Some("third")).contains("posts (id)"));
        let warnings = generated.warnings.concat();
        assert!(warnings.starts_with("only a variable tells the driver of `second`,"), "{warnings}");
        for path in ["settings.json", "app/src", "app/src/other.rs"] {
            assert!(generated.watched.contains(&base.join(path)), "{path} in {:?}", generated.watched);
        }
    }

    #[test]
    fn a_file_that_would_not_change_is_not_touched() {
        let settings =
            r#"{"databases": {"a": {"driver": "sqlite", "database": "x", "models": ["app/src/models.rs"]}}}"#;
        let folder = project(settings, &[("app/src/models.rs", USER)]);
        let (settings, out) = (folder.path().join("settings.json"), folder.path().join("out"));
        generate(&settings, &out).unwrap();
        let file = out.join(schema_file(None));
        let long_ago = std::time::SystemTime::UNIX_EPOCH;
        fs::File::options().write(true).open(&file).unwrap().set_modified(long_ago).unwrap();
        generate(&settings, &out).unwrap();
        assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), long_ago);
        fs::write(folder.path().join("app/src/models.rs"), USER.replace("i64", "i32")).unwrap();
        generate(&settings, &out).unwrap();
        assert!(fs::read_to_string(&file).unwrap().contains("id -> Integer"));
    }

    #[test]
    fn a_crates_models_take_no_part_and_keys_to_them_are_no_mistake() {
        let settings = r#"{"databases": {"a": {"driver": "sqlite", "database": "x",
            "models": ["crate:no-such-crate", "app/src/models.rs"]}}}"#;
        let post = "#[derive(Model)] struct Post { id: i64, #[model(references = \"users.id\")] user_id: i64 }";
        let folder = project(settings, &[("app/src/models.rs", post)]);
        generate(&folder.path().join("settings.json"), &folder.path().join("out")).unwrap();
    }

    #[test]
    fn mistakes_say_where() {
        let settings =
            r#"{"databases": {"a": {"driver": "sqlite", "database": "x", "models": ["app/src/models.rs"]}}}"#;
        let wrong = [("app/src/models.rs", "#[derive(Model)]\nstruct User { id: i64, place: Place }")];
        assert!(told(project(settings, &wrong).path()).starts_with("app/src/models.rs:2:31: the type `Place`"));
        assert!(told(project(settings, &[]).path()).contains("app/src/models.rs"));
        assert!(told(project("{\"databases\": {}}", &[]).path()).contains("has models"));
        assert!(told(project("{\"databases\": ", &[]).path()).contains("settings.json:1:"));
        assert!(told(project(&settings.replace("app/src", "${SRC}"), &[]).path()).contains("variable"));
    }

    #[test]
    fn settings_are_found_above_or_where_the_variable_says() {
        let folder = project("{}", &[]);
        let package = folder.path().join("app/src");
        assert_eq!(settings_file(&package, None).unwrap(), folder.path().join("settings.json"));
        assert_eq!(settings_file(&package, Some(Path::new("x.json"))).unwrap(), package.join("x.json"));
    }
}
