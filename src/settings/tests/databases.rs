use std::fs;

use super::{load, refused, shown, with, write};
use crate::dialect::Driver;
use crate::settings::{Address, Late, Settings, Variables};

/// The file of the only database, its folder taken off, and the parameters.
fn file(keys: &str) -> Result<String, String> {
    let settings =
        load(format!("{{\"databases\": {{\"default\": {{{keys}}}}}}}"), &[]).map_err(|error| shown(&error))?;
    let database = settings.one(None).map_err(|error| shown(&error))?;
    let Address::Sqlite(address) = database.address().map_err(|error| shown(&error))? else {
        return Err("no SQLite".to_owned());
    };
    let mut text =
        address.path().display().to_string().replace(&format!("{}/", settings.folder().display()), "[ROOT]/");
    for (name, value) in address.parameters() {
        text.push_str(&format!(" {name}={value}"));
    }
    Ok(text)
}

#[test]
fn urls_of_sqlite() {
    for (url, expected) in [
        ("db.sqlite3", "[ROOT]/db.sqlite3"),
        ("data/my db?.sqlite3", "[ROOT]/data/my db?.sqlite3"),
        ("/var/db.sqlite3", "/var/db.sqlite3"),
        ("sqlite://db.sqlite3", "[ROOT]/db.sqlite3"),
        ("sqlite://data/db.sqlite3", "[ROOT]/data/db.sqlite3"),
        ("sqlite:///var/db.sqlite3", "/var/db.sqlite3"),
        ("sqlite:////var/db.sqlite3", "/var/db.sqlite3"),
        ("SQLite://db.sqlite3", "[ROOT]/db.sqlite3"),
        ("sqlite:db.sqlite3", "[ROOT]/db.sqlite3"),
        ("sqlite3://db.sqlite3", "[ROOT]/db.sqlite3"),
        ("file:db.sqlite3", "[ROOT]/db.sqlite3"),
        ("file:/var/db.sqlite3", "/var/db.sqlite3"),
        ("file:///var/db.sqlite3", "/var/db.sqlite3"),
        ("file://localhost/var/db.sqlite3", "/var/db.sqlite3"),
        ("file:a%20b.sqlite3?mode=rw&cache=private#x", "[ROOT]/a b.sqlite3 mode=rw cache=private"),
        ("ünï🦀.sqlite3", "[ROOT]/ünï🦀.sqlite3"),
    ] {
        assert_eq!(file(&format!("\"url\": \"{url}\"")), Ok(expected.to_owned()), "{url}");
    }
}

#[test]
fn urls_that_are_none() {
    for (url, problem) in [
        (":memory:", "a database in memory is gone when the command ends: name a file"),
        ("sqlite://:memory:", "a database in memory"),
        ("sqlite::memory:", "a database in memory"),
        ("file:x?mode=memory&cache=shared", "a database in memory"),
        ("", "the path of the database is empty"),
        ("sqlite://", "the path of the database is empty"),
        ("data/", "`data/` is a folder, not an SQLite file"),
        ("file://example.org/db", "a `file:` URL has no host"),
        ("file:a%2", "a `%` in a URL is followed by two hexadecimal digits"),
        ("file:a%ff", "the path in the URL is not UTF-8"),
        ("file:a%00b", "NUL"),
        ("sqlite://db?moed=ro", "SQLite has no parameter `moed`, but `mode`"),
        ("oracle://me:sesame@host/db", "unknown scheme `oracle` in `databases.default.url`: oracle://me:***@host/db"),
    ] {
        let error = file(&format!("\"url\": \"{url}\"")).expect_err(url);
        assert!(error.starts_with("settings.json:1:35: ") && error.contains(problem), "{url}\n{error}");
    }
}

#[test]
fn separate_keys() {
    assert_eq!(file(r#""driver": "SQLite3", "database": "a?b.sqlite3""#), Ok("[ROOT]/a?b.sqlite3".to_owned()));
    assert_eq!(
        file(r#""driver": "sqlite", "database": "db", "options": {"mode": "rw", "immutable": true}"#),
        Ok("[ROOT]/db mode=rw immutable=true".to_owned())
    );
    assert_eq!(file(r#""driver": "sqlite", "url": "db.sqlite3""#), Ok("[ROOT]/db.sqlite3".to_owned()));
    for (keys, problem) in [
        (r#""models": []"#, "`databases.default` has neither `driver` nor `url`\nhint: for example"),
        (r#""database": "a""#, "`databases.default` has neither `driver` nor `url`"),
        (r#""driver": "sqlite""#, "`databases.default` has no `database`"),
        (r#""driver": "sqlight", "database": "a""#, "is \"sqlight\", which is no driver\nhint: did you mean `sqlite`?"),
        (r#""driver": "oracle", "database": "a""#, "hint: the drivers are `sqlite`, `postgresql`, `mysql`"),
        (r#""driver": "sqlite", "database": 7"#, "`databases.default.database` must be a string, not a number"),
        (r#""driver": "sqlite", "database": "a", "host": "h""#, "SQLite has no `host`"),
        (r#""url": "a", "database": "b""#, "there is `databases.default.database` beside `databases.default.url`"),
        (r#""url": "a", "password": "sesame""#, "either a URL or the separate keys, not both"),
        (r#""url": "a", "options": {"mode": "ro"}"#, "there is `databases.default.options.mode` beside"),
        (
            r#""driver": "mysql", "url": "sqlite://a""#,
            "the driver of `databases.default` is mysql, but its URL is for sqlite",
        ),
        (r#""driver": "postgresql", "database": "a", "port": 99999"#, "`databases.default.port` is no port"),
        (r#""driver": "postgresql", "database": "a", "port": true"#, "must be a number, not true or false"),
        (r#""driver": "sqlite", "database": "a", "scratch": {"url": "b"}"#, "SQLite has no use for"),
        (
            r#""driver": "sqlite", "database": "a", "modles": []"#,
            "unknown key `modles` in `databases.default`\nhint: did you mean `models`?",
        ),
        (
            r#""driver": "sqlite", "database": "a", "scratch": {"urll": "b"}"#,
            "unknown key `urll` in `databases.default.scratch`",
        ),
    ] {
        let error = file(keys).expect_err(keys);
        assert!(error.starts_with("settings.json:1:") && error.contains(problem), "{keys}\n{error}");
        assert!(!error.contains("sesame"), "{error}");
    }
}

#[test]
fn a_database_is_reached_by_its_own_driver() {
    let settings = load(
        r#"{"databases": {
            "default": {"driver": "sqlite", "database": "db"},
            "analytics": {"driver": "postgres", "host": "h", "port": "${PORT_OF_IT}", "password": "sesame", "database": "a"},
            "legacy": {"url": "mysql://me:sesame@host/db", "scratch": {"url": "${SCRATCH_URL}"}}}}"#,
        &[],
    )
    .expect("settings");
    for (alias, driver) in [("default", Driver::Sqlite), ("analytics", Driver::Postgres), ("legacy", Driver::Mysql)] {
        let database = settings.database(alias).expect("a database");
        assert_eq!(database.driver().expect("a driver"), driver);
        database.migrations().expect("what takes no server");
    }
    let address = settings.database("legacy").expect("a database").address().expect("an address");
    assert!(!format!("{address} {address:?}").contains("sesame"));
    let error = settings.database("analytics").expect("a database").address().expect_err("no port");
    assert!(error.to_string().contains("PORT_OF_IT"), "{error}");
}

#[test]
fn what_a_database_says() {
    let settings = load(with(""), &[]).expect("settings");
    let database = settings.one(None).expect("a database");
    assert_eq!(database.alias(), "default");
    assert_eq!(database.migrations().expect("a list"), [settings.folder().join("app_migrations/default")]);
    assert!(database.managed() && database.models().expect("a list").is_empty());
    assert_eq!(database.late(), Late::Warn);
    assert_eq!(settings.environment().expect("an environment"), None);

    let text = with(
        r#", "managed": false, "migrations": ["mine", "/lib/theirs"], "models": ["src/a.rs", "crate:x"],
        "ignore_tables": ["tmp_*"], "ignore_columns": ["users.legacy_*"],
        "ignore_types": ["*.at"], "session": ["PRAGMA x"], "late": "error""#,
    );
    let settings = load(text, &[]).expect("settings");
    let database = settings.one(None).expect("a database");
    assert_eq!(database.migrations().expect("a list"), [settings.folder().join("mine"), "/lib/theirs".into()]);
    assert_eq!(database.migrations_directory().expect("a path"), settings.folder().join("mine"));
    assert_eq!(database.models().expect("a list"), ["src/a.rs", "crate:x"]);
    assert_eq!(database.ignore_tables().expect("a list"), ["tmp_*"]);
    assert_eq!(database.ignore_columns().expect("a list"), ["users.legacy_*"]);
    assert_eq!(database.ignore_types().expect("a list"), ["*.at"]);
    assert_eq!(database.session().expect("a list"), ["PRAGMA x"]);
    assert_eq!(database.late(), Late::Error);
    assert!(!database.managed());
    let error = settings.select::<&str>(&[]).expect_err("none is managed");
    assert_eq!(shown(&error), "no database in settings.json is managed\nhint: name one with --database: `default`");
}

const THREE: &str = r#"{"databases": {
    "zeta": {"url": "z"}, "alpha": {"url": "a", "managed": false}, "mid": {"url": "m"}}}"#;

#[test]
fn the_order_of_the_file_is_the_order_of_work() {
    let settings = load(THREE, &[]).expect("settings");
    let chosen = |aliases: &[&str]| -> Vec<String> {
        let databases = settings.select(aliases).expect("databases");
        databases.iter().map(|database| database.alias().to_owned()).collect()
    };
    assert_eq!(chosen(&[]), ["zeta", "mid"]);
    assert_eq!(chosen(&["mid", "alpha", "mid"]), ["alpha", "mid"]);
    let error = settings.select(&["mid", "zetta"]).expect_err("no such database");
    assert_eq!(shown(&error), "there is no database \"zetta\" in settings.json\nhint: did you mean `zeta`?");
    assert_eq!(error.kind().exit_code(), 2);
    let error = settings.one(Some("quite else")).expect_err("no such database");
    assert!(shown(&error).ends_with("hint: the databases are `zeta`, `alpha`, `mid`"), "{}", shown(&error));
}

#[test]
fn the_default_database() {
    let one = |text: &str, variables: &[(&str, &str)]| -> Result<String, String> {
        let settings = load(text, variables).map_err(|error| shown(&error))?;
        settings.one(None).map(|database| database.alias().to_owned()).map_err(|error| shown(&error))
    };
    assert_eq!(one(r#"{"databases": {"only": {"url": "a"}}}"#, &[]), Ok("only".to_owned()));
    assert_eq!(one(r#"{"databases": {"a": {"url": "a"}, "default": {"url": "b"}}}"#, &[]), Ok("default".to_owned()));
    assert!(one(THREE, &[]).expect_err("none").contains("none is the default\nhint: name one with --database"));
    let named = THREE.replacen('{', "{\"default\": \"${DB:-mid}\", ", 1);
    assert_eq!(one(&named, &[]), Ok("mid".to_owned()));
    assert_eq!(one(&named, &[("DB", "alpha")]), Ok("alpha".to_owned()));
    let error = one(&named, &[("DB", "mids")]).expect_err("no such database");
    assert!(
        error.contains("`default` names the database \"mids\", which is not in `databases`\nhint: did you mean `mid`?")
    );
    let plain = THREE.replacen('{', "{\"default\": \"nope\", ", 1);
    assert!(refused(plain).starts_with("settings.json:1:13: `default` names the database \"nope\""));
}

#[test]
fn aliases_are_safe_as_names_of_folders() {
    for alias in ["default", "a-b_c", "_x", "2024", &"x".repeat(64)] {
        load(format!("{{\"databases\": {{\"{alias}\": {{\"url\": \"a\"}}}}}}"), &[]).expect(alias);
    }
    for alias in ["", ".", "..", "a/b", "a\\\\b", "-x", "a b", "a::b", "ä", "a.b", "\\u0000", &"x".repeat(65)] {
        let error = refused(format!("{{\"databases\": {{\"{alias}\": {{\"url\": \"a\"}}}}}}"));
        assert!(
            error.starts_with("settings.json:1:16: \"") && error.contains("cannot be the alias"),
            "{alias}\n{error}"
        );
        assert_eq!(error.lines().count(), 2, "{error}");
    }
}

#[test]
fn what_two_databases_must_not_share() {
    let two = |one: &str, other: &str| refused(format!("{{\"databases\": {{\"a\": {{{one}}},\n\"b\": {{{other}}}}}}}"));
    for (one, other, problem) in [
        (r#""url": "x""#, r#""url": "./y/../x""#, "settings.json:2:1: the databases `a` and `b` are the same file"),
        (r#""url": "x""#, r#""driver": "sqlite", "database": "x""#, "are the same file"),
        (r#""url": "x", "migrations": "m""#, r#""url": "y", "migrations": "./m/""#, "both have migrations in"),
        (r#""url": "x", "migrations": "app_migrations""#, r#""url": "y""#, "both have migrations in"),
        (r#""url": "x", "migrations": ["m", "lib", "m"]"#, r#""url": "y""#, "the database `a` names"),
    ] {
        let error = two(one, other);
        assert!(error.contains(problem), "{one} {other}\n{error}");
    }
    let error = refused(r#"{"databases": {"main": {"url": "a"}, "Main": {"url": "b"}}}"#);
    assert!(error.contains("differ in upper and lower case alone"), "{error}");
    // A library's migrations may serve two databases.
    let shared = r#"{"databases": {"a": {"url": "x", "migrations": ["m", "lib"]}, "b": {"url": "y", "migrations": ["n", "lib"]}}}"#;
    load(shared, &[]).expect("settings");
}

#[cfg(unix)]
#[test]
fn links_do_not_hide_that_two_databases_are_one() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("data")).expect("a folder");
    std::os::unix::fs::symlink("data", folder.path().join("link")).expect("a link");
    write(folder.path(), "settings.json", r#"{"databases": {"a": {"url": "data/x"}, "b": {"url": "link/x"}}}"#);
    let error = Settings::load(None, folder.path(), Variables::default()).expect_err("the same file");
    assert!(error.to_string().contains("are the same file"), "{error}");
}

#[test]
fn an_environment_is_a_part_of_file_names() {
    let settings = |value: &str| load(with("").replacen('{', &format!("{{\"environment\": \"{value}\", "), 1), &[]);
    let name = |value: &str| settings(value).expect("settings").environment();
    assert_eq!(name("${ENVIRONMENT:-development}").expect("a name").as_deref(), Some("development"));
    assert_eq!(name("").expect("no name"), None);
    for value in ["../x", "a b", "a.b"] {
        let error = name(value).expect_err(value).to_string();
        assert!(error.starts_with("settings.json:1:17: `environment` cannot be \""), "{error}");
    }
    assert!(name("${NOT_THERE}").expect_err("missing").to_string().contains("`NOT_THERE`"));
}
