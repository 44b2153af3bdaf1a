use std::fs;

use super::{load, shown, with, write};
use crate::settings::{Settings, Variables};

/// What the string becomes, as an entry of `models`.
fn expanded(text: &str, variables: &[(&str, &str)]) -> Result<String, String> {
    let settings = load(with(&format!(", \"models\": [\"{text}\"]")), variables).map_err(|error| shown(&error))?;
    let models = settings.one(None).and_then(|database| database.models()).map_err(|error| shown(&error))?;
    Ok(models.concat())
}

#[test]
fn variables_are_put_in() {
    let variables = [("NAME", "x"), ("EMPTY", ""), ("TRICKY", "${NAME}")];
    for (text, expected) in [
        ("plain", "plain"),
        ("${NAME}", "x"),
        ("a${NAME}b${NAME}", "axbx"),
        ("${NAME:-y}", "x"),
        ("${NONE:-y}", "y"),
        ("${NONE:-}", ""),
        ("${NONE:-a:-b}", "a:-b"),
        ("${EMPTY}", ""),
        ("${EMPTY:-y}", "y"),
        ("$${NAME}", "${NAME}"),
        ("pa$$word$", "pa$$word$"),
        ("$NAME", "$NAME"),
        // What a variable holds is not looked at again.
        ("${TRICKY}", "${NAME}"),
    ] {
        assert_eq!(expanded(text, &variables), Ok(expected.to_owned()), "{text}");
    }
}

#[test]
fn a_missing_variable_is_named_with_its_key() {
    let error = expanded("src/${NONE}", &[]).expect_err("a variable that is not there");
    assert!(
        error.starts_with("settings.json:1:85: `databases.default.models[0]` needs the environment variable `NONE`, which is not set\nhint: set it"),
        "{error}"
    );
    for text in ["a${", "${NAME", "${}", "${1}", "${a b}", "${a-b}", "${:-x}"] {
        let error = expanded(text, &[("NAME", "x")]).expect_err(text);
        assert!(error.starts_with("settings.json:1:85: a `${") && error.contains("hint: "), "{text}\n{error}");
    }
}

#[test]
fn a_missing_variable_stops_nothing_that_does_not_need_it() {
    let settings =
        load(r#"{"databases": {"default": {"url": "a"}, "legacy": {"url": "${LEGACY_URL}", "migrations": "l"}}}"#, &[])
            .expect("settings");
    settings.database("default").and_then(|database| database.address()).expect("an address");
    let legacy = settings.database("legacy").expect("a database");
    legacy.migrations().expect("directories");
    let error = legacy.driver().expect_err("no driver");
    assert!(
        error.to_string().contains("`databases.legacy.url` needs the environment variable `LEGACY_URL`"),
        "{error}"
    );
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_utf8() {
    use std::os::unix::ffi::OsStringExt;
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "settings.json", with(", \"models\": [\"${BAD}\"]"));
    let variables = Variables::of([("BAD", std::ffi::OsString::from_vec(vec![0xff]))]);
    let settings = Settings::load(None, folder.path(), variables).expect("settings");
    let error = settings.one(None).and_then(|database| database.models()).expect_err("not UTF-8");
    assert_eq!(error.to_string(), "settings.json:1:85: the environment variable `BAD` is not UTF-8");
}

/// The models with this `.env` beside the settings.
fn with_file(file: &[u8], variables: &[(&str, &str)]) -> Result<String, String> {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), ".env", file);
    write(folder.path(), "inner/x", "");
    write(folder.path(), "settings.json", with(", \"models\": [\"${A:-none}/${B:-none}\"]"));
    let variables = Variables::of(variables.iter().copied());
    let settings = Settings::load(None, &folder.path().join("inner"), variables).map_err(|error| shown(&error))?;
    let models = settings.one(None).and_then(|database| database.models()).map_err(|error| shown(&error))?;
    Ok(models.concat())
}

#[test]
fn the_file_beside_the_settings_adds_and_does_not_override() {
    assert_eq!(with_file(b"A=1\n# not\nexport B='two words'\n", &[]), Ok("1/two words".to_owned()));
    assert_eq!(with_file(b"A=1\r\nB=2\r\n", &[("A", "own")]), Ok("own/2".to_owned()));
    assert_eq!(with_file(b"\xef\xbb\xbfA=1", &[]), Ok("1/none".to_owned()));
    assert_eq!(with_file(b"", &[]), Ok("none/none".to_owned()));
}

#[test]
fn the_nearest_file_above_the_settings_counts_where_there_is_none_beside_them() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), ".env", "A=above\nB=above\n");
    write(folder.path(), "shop/settings.json", with(", \"models\": [\"${A:-none}/${B:-none}\"]"));
    let models = || {
        let settings = Settings::load(None, &folder.path().join("shop"), Variables::default()).expect("settings");
        settings.one(None).and_then(|database| database.models()).expect("models").concat()
    };
    assert_eq!(models(), "above/above");
    write(folder.path(), "shop/.env", "A=beside\n");
    assert_eq!(models(), "beside/none");
}

#[test]
fn a_malformed_file_is_an_error_with_its_line_and_without_its_text() {
    let error = with_file(b"A=1\n\nPASSWORD sesame\n", &[]).expect_err("no line of a .env file");
    assert!(error.contains(".env:3: this is not a line of a .env file\nhint: "), "{error}");
    assert!(!error.contains("sesame"), "{error}");
    let error = with_file(b"A=1\nB=\xff\n", &[]).expect_err("not UTF-8");
    assert!(error.contains(".env:2: the file is not UTF-8"), "{error}");
}

#[test]
fn a_folder_of_that_name_is_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join(".env")).expect("a folder");
    write(folder.path(), "settings.json", with(""));
    Settings::load(None, folder.path(), Variables::default()).expect("settings");
}
