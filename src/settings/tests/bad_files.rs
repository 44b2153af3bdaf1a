use std::fs;
use std::path::Path;

use super::{load, refused, shown, with, write};
use crate::settings::{Settings, Variables};

/// Text and what the error begins with.
const BAD: &[(&str, &str)] = &[
    ("", "settings.json is empty\nhint: "),
    (" \n\t", "settings.json is empty"),
    ("databases = 1", "settings.json:1:1: this is not JSON: expected value"),
    ("{", "settings.json:1:1: this is not JSON: it ends before it is complete"),
    ("{\n  \"databases\": {},\n}", "settings.json:3:1: this is not JSON: trailing comma\nhint: take the comma before"),
    ("{\n  // all\n}", "settings.json:2:3: this is not JSON: key must be a string\nhint: JSON has no comments"),
    ("{'a': 1}", "settings.json:1:2: this is not JSON: key must be a string\nhint: strings stand in double quotes"),
    ("{\"a\": 1} x", "settings.json:1:10: this is not JSON: trailing characters"),
    ("{\"ä\": nul}", "settings.json:1:10: this is not JSON: expected ident"),
    ("[1, 2,]", "settings.json:1:7: this is not JSON: trailing comma"),
    ("{\"a\": \"\\ud800\"}", "settings.json:1:"),
    ("{\"a\": \"\u{1}\"}", "settings.json:1:7: this is not JSON: control character"),
    ("[]", "settings.json:1:1: the settings must be an object, not a list"),
    ("7", "settings.json:1:1: the settings must be an object, not a number"),
    ("{}", "settings.json:1:1: the key `databases` is missing\nhint: "),
    ("{\"databases\": {}}", "settings.json:1:15: `databases` holds no database"),
    ("{\n  \"databases\": []\n}", "settings.json:2:16: `databases` must be an object, not a list"),
    ("{\"databases\": {\"a\": null}}", "settings.json:1:21: `databases.a` must be an object, not null"),
    ("{\"Databases\": {}}", "settings.json:1:2: unknown key `Databases`\nhint: did you mean `databases`?"),
    ("{\"zzz\": {}}", "settings.json:1:2: unknown key `zzz`\nhint: the keys are `$schema`, `default`, `environment`"),
    (
        "{\"default\": \"a\",\n \"default\": \"b\"}",
        "settings.json:2:2: the key `default` is given twice\nhint: it is there already in line 1",
    ),
    ("{\"databases\": {\"a\": {},\n\"a\": {}}}", "settings.json:2:1: the key `a` is given twice"),
    (
        "{\"databases\": {\"a\": {\"options\": {\"x\": 1,\n \"x\": 2}}}}",
        "settings.json:2:2: the key `x` is given twice",
    ),
];

#[test]
fn what_is_wrong_is_said_with_its_place() {
    for (text, beginning) in BAD {
        let error = refused(text);
        assert!(error.starts_with(beginning), "{text}\n{error}");
    }
}

#[test]
fn places_count_characters_and_know_windows_lines() {
    let error = refused("{\r\n  \"äöü🦀\": 1, \"$schema\": 2,\r\n  \"x\": 3}");
    assert!(error.starts_with("settings.json:2:3: unknown key `äöü🦀`"), "{error}");
    let error = refused("{\"$schema\": \"äöü🦀\", \"defualt\": 1}");
    assert!(error.starts_with("settings.json:1:21: unknown key `defualt`\nhint: did you mean `default`?"), "{error}");
}

#[test]
fn a_byte_order_mark_does_not_matter_and_another_encoding_does() {
    load(format!("\u{feff}{}", with("")), &[]).expect("settings");
    let error = refused(b"{\n \"\xff\": 1}");
    assert_eq!(error, "settings.json:2:3: the file is not UTF-8\nhint: save it with the encoding UTF-8");
    let utf16: Vec<u8> = "\u{feff}{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(refused(utf16).contains("not UTF-8"));
}

#[test]
fn huge_and_deep_files_are_refused() {
    assert!(refused(" ".repeat(3 << 20)).contains("larger than 1024 KiB"));
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let error = refused(format!("{{\"databases\": {deep}}}"));
    assert!(error.contains("nested too deeply"), "{error}");
    let open = "{\"a\":".repeat(100_000);
    assert!(refused(open).contains("this is not JSON"));
}

#[test]
fn a_folder_a_missing_and_an_unreadable_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let read = |name: &str| {
        let error =
            Settings::load(Some(Path::new(name)), folder.path(), Variables::default()).expect_err("no settings");
        shown(&error)
    };
    fs::create_dir(folder.path().join("src")).expect("a folder");
    assert_eq!(read("src"), "src is a folder, not a settings file\nhint: name the file in it: src/settings.json");
    assert_eq!(read("."), ". is a folder, not a settings file\nhint: name the file in it: ./settings.json");
    assert!(read("nowhere.json").starts_with("there is no settings file nowhere.json\nhint: a small one: {"));
    assert!(read("src/nowhere/settings.json").contains("there is no settings file src/nowhere/settings.json"));
    write(folder.path(), "plain", "x");
    assert!(read("plain/settings.json").starts_with("cannot read plain/settings.json"));

    // A folder that is called settings.json is told, and not passed over for a file above.
    write(folder.path(), "settings.json", with(""));
    let inner = folder.path().join("inner");
    fs::create_dir_all(inner.join("settings.json")).expect("a folder");
    let error = Settings::load(None, &inner, Variables::default()).expect_err("no settings");
    assert!(error.to_string().contains("is a folder"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere() {
    let folder = tempfile::tempdir().expect("a folder");
    std::os::unix::fs::symlink("gone", folder.path().join("settings.json")).expect("a link");
    let error = Settings::load(None, folder.path(), Variables::default()).expect_err("no settings");
    assert_eq!(error.to_string(), "there is no settings file settings.json");
}

#[test]
fn the_nearest_file_above_is_found_and_named() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "settings.json", with(", \"nonsense\": 1"));
    let inner = folder.path().join("a/b");
    fs::create_dir_all(&inner).expect("a folder");
    let error = Settings::load(None, &inner, Variables::default()).expect_err("an error");
    let file = folder.path().join("settings.json");
    assert!(error.to_string().starts_with(&format!("{}:1:", file.display())), "{error}");

    write(folder.path(), "settings.json", with(""));
    let settings = Settings::load(None, &inner, Variables::default()).expect("settings");
    assert_eq!(settings.file(), Some(file.as_path()));
    assert_eq!(settings.folder(), folder.path());
}

#[test]
fn wrong_types() {
    for (key, value, problem) in [
        ("managed", "\"false\"", "must be true or false, not a string\nhint: write false without quotes"),
        ("managed", "0", "must be true or false, not a number"),
        ("models", "\"src\"", "must be a list of strings, not a string\nhint: put it in brackets"),
        ("models", "{}", "must be a list of strings, not an object"),
        ("migrations", "7", "must be a string or a list of strings, not a number"),
        ("migrations", "[]", "names no directory\nhint: leave the key out for `app_migrations/default`"),
        ("ignore_tables", "null", "must be a list of strings, not null\nhint: leave the key out"),
        ("late", "\"never\"", "must be \"warn\" or \"error\", not a string"),
        ("options", "[1]", "must be an object, not a list"),
        ("scratch", "true", "must be an object, not true or false"),
        ("$schema", "1", "unknown key `$schema` in `databases.default`"),
    ] {
        let error = refused(with(&format!(", \"{key}\": {value}")));
        assert!(error.starts_with("settings.json:1:"), "{error}");
        assert!(error.contains(problem), "{key}: {value}\n{error}");
    }
    let error = refused(with(", \"models\": [\"a\", 7]"));
    assert_eq!(error, "settings.json:1:90: `databases.default.models[1]` must be a string, not a number");
}

/// A file that is cut off, or in which a byte is another, is read or refused with its name, and nothing else happens.
#[test]
fn damaged_files() {
    let whole = with(r#", "managed": true, "models": ["src/ä.rs", "${A:-b}"], "options": {"mode": "rw"}"#).into_bytes();
    load(&whole, &[]).expect("settings");
    let damaged = (0..whole.len()).flat_map(|at| {
        let cut = whole[..at].to_vec();
        let changed = b"\0\"{}[],:\\$\xff".iter().map(move |byte| (at, *byte));
        let whole = &whole;
        std::iter::once(cut).chain(changed.map(move |(at, byte)| {
            let mut changed = whole.clone();
            changed[at] = byte;
            changed
        }))
    });
    for text in damaged {
        if let Err(error) = load(&text, &[]) {
            let message = error.to_string();
            assert!(message.starts_with("settings.json"), "{}\n{message}", String::from_utf8_lossy(&text));
            assert_eq!(message.lines().count(), 1, "{message}");
        }
    }
}

#[test]
fn a_folder_of_templates_must_be_one() {
    for (value, expected) in [
        ("7", "settings.json:1:15: `templates` must be a string, not a number"),
        ("null", "settings.json:1:15: `templates` must be a string, not null\nhint: leave the key out"),
    ] {
        let text = with("").replacen('{', &format!("{{\"templates\": {value}, "), 1);
        assert_eq!(refused(text), expected);
    }
    for (value, expected) in [
        ("", "settings.json:1:15: `templates` names \"\", which is no folder"),
        ("settings.json", "settings.json:1:15: `templates` names \"settings.json\", which is no folder"),
        ("${NOWHERE}", "settings.json:1:15: "),
    ] {
        let text = with("").replacen('{', &format!("{{\"templates\": \"{value}\", "), 1);
        let error = load(text, &[]).expect("settings").templates().expect_err(value);
        assert!(error.to_string().starts_with(expected), "{error}");
    }
}
