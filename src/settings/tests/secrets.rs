use super::load;
use crate::settings::{Password, Variables, mask_url};

#[test]
fn urls_are_shown_without_their_passwords() {
    for (url, shown) in [
        ("postgres://me:sesame@host/db", "postgres://me:***@host/db"),
        ("postgres://me:sesame@host:5432/db?sslmode=require", "postgres://me:***@host:5432/db?sslmode=require"),
        ("postgres://me@host/db", "postgres://me@host/db"),
        ("postgres://host:5432/db", "postgres://host:5432/db"),
        ("postgres://:sesame@host/db", "postgres://:***@host/db"),
        // A password with everything in it that should have been escaped.
        ("postgres://me:ses@me/sesame?x#y@host/db", "postgres://me:***@host/db"),
        ("postgres://me:sesame", "postgres://me:***"),
        ("postgres://me:sesame/db", "postgres://me:***/db"),
        ("me:sesame@host/db", "me:***@host/db"),
        ("postgres:me:sesame@host/db", "postgres:***@host/db"),
        ("mysql://host/db?user=me&password=sesame&x=1", "mysql://host/db?user=me&password=***&x=1"),
        ("mysql://me@host/db?ssl_key=sesame", "mysql://me@host/db?ssl_key=***"),
        ("host=h password=sesame dbname=d", "host=h password=***"),
        ("password = 'ses @me:x' host=h", "password =***"),
        ("h/db?password=ses@me", "h/db?password=***"),
        ("sqlite://data/db.sqlite3", "sqlite://data/db.sqlite3"),
        ("", ""),
    ] {
        assert_eq!(mask_url(url), shown, "{url}");
    }
}

#[test]
fn nothing_shows_a_password() {
    let password = Password::new("sesame");
    assert_eq!(format!("{password} {password:?} {:?}", Some(&password)), "*** *** Some(***)");
    assert_eq!(password.expose(), "sesame");

    let settings = load(
        r#"{"databases": {"a": {"driver": "postgresql", "username": "me", "password": "sesame", "database": "d"},
                          "b": {"url": "postgres://me:sesame@host/db"}, "c": {"url": "${URL}"}}}"#,
        &[("URL", "postgres://me:sesame@host/db")],
    )
    .expect("settings");
    assert!(!format!("{settings:#?}").contains("sesame"));
    for database in settings.databases() {
        assert!(!format!("{database:?}{:?}{:?}", database.driver(), database.address()).contains("sesame"));
    }
    assert!(!format!("{:?}", Variables::of([("A", "sesame")])).contains("sesame"));
}
