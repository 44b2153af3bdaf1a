use std::path::Path;

use super::write;
use crate::settings::{DriverName, ModelSources, find};

fn read(text: &str) -> Result<Vec<(String, ModelSources)>, String> {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "settings.json", text);
    let file = find(&folder.path().join("src")).expect("the file above");
    let read = ModelSources::read(&file).map_err(|error| super::shown(&error))?;
    for sources in read.values() {
        assert_eq!(sources.folder, folder.path());
    }
    Ok(read.into_iter().collect())
}

#[test]
fn a_build_step_reads_models_and_expands_nothing() {
    let found = read(
        r#"{"databases": {"zeta": {"url": "${URL}", "models": ["src/z.rs", "src/z/"], "key of a later version": 1},
            "alpha": {"driver": "postgres", "password": "${P}", "migrations": "m", "models": ["a$${b}"]},
            "mid": {"url": "sqlite://${FILE}", "driver": "sqlite"}}}"#,
    )
    .expect("sources");
    let names: Vec<&str> = found.iter().map(|(alias, _)| alias.as_str()).collect();
    assert_eq!(names, ["zeta", "alpha", "mid"]);
    let sources: Vec<&ModelSources> = found.iter().map(|(_, sources)| sources).collect();
    assert_eq!(sources[0].models, ["src/z.rs", "src/z/"]);
    assert_eq!(sources[0].migrations, ["app_migrations/zeta"]);
    assert_eq!(sources[0].driver, None);
    assert_eq!(sources[1].models, ["a${b}"]);
    assert_eq!(sources[1].migrations, ["m"]);
    assert_eq!(sources[1].driver, Some(DriverName::Postgresql));
    assert_eq!(sources[2].driver, Some(DriverName::Sqlite));
    assert!(sources[2].models.is_empty());
}

#[test]
fn a_build_step_is_told_what_it_cannot_read() {
    let error = read(r#"{"databases": {"a": {"models": ["${M}"]}}}"#).expect_err("a variable");
    assert!(error.contains("settings.json:1:33: `databases.a.models[0]` must not hold a variable\nhint: "), "{error}");
    let error = read(r#"{"databases": {"a": {"models": "src"}}}"#).expect_err("no list");
    assert!(error.contains("must be a list of strings, not a string"), "{error}");
    let error = read("{").expect_err("no JSON");
    assert!(error.contains("this is not JSON"), "{error}");
    assert!(ModelSources::read(Path::new("/nowhere/settings.json")).is_err());
    assert_eq!(find(Path::new("/")), None);
}
