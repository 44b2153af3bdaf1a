use std::time::Duration;

use super::model_sources::default_migrations;
use super::object::Object;
use super::{Connection, DriverName, Member, Node, Origin, Text, Value};
use crate::error::{Error, Result};
use crate::schema::Place;

/// A database as the settings file has it: shape and types are checked, variables not expanded.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) alias: String,
    pub(super) origin: Origin,
    pub(super) managed: bool,
    pub(super) connection: Connection,
    pub(super) migrations: Vec<Text>,
    pub(super) models: Vec<Text>,
    pub(super) ignore_tables: Vec<Text>,
    pub(super) ignore_columns: Vec<Text>,
    pub(super) ignore_types: Vec<Text>,
    pub(super) session: Vec<Text>,
    pub(super) extensions: Vec<Text>,
    pub(super) alter: Option<Text>,
    /// Where temporary databases are made, if that is elsewhere.
    pub(super) scratch: Option<Connection>,
    pub(super) late: Late,
    /// The oldest server that the migrations have to run on, its first number.
    pub(super) server_version: Option<u32>,
    pub(super) lock_timeout: Option<Duration>,
    pub(super) statement_timeout: Option<Duration>,
}

/// What happens to a migration without header that is older than something applied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Late {
    /// It runs, with a warning.
    #[default]
    Warn,
    /// It stops `migrate`.
    Error,
}

/// The keys of a database beside those of its connection.
pub(super) const KEYS: [&str; 14] = [
    "managed",
    "migrations",
    "models",
    "ignore_tables",
    "ignore_columns",
    "ignore_types",
    "session",
    "extensions",
    "alter",
    "scratch",
    "late",
    "server_version",
    "lock_timeout",
    "statement_timeout",
];

impl Entry {
    pub(super) fn read(member: &Member) -> Result<Self> {
        check_alias(&member.name, &member.place)?;
        let known: Vec<&str> = Connection::KEYS.into_iter().chain(KEYS).collect();
        let object = Object::of(&member.node, &known)?;
        let mut migrations = object.get("migrations").map_or_else(|| Ok(Vec::new()), Node::text_or_texts)?;
        if let (true, Some(node)) = (migrations.is_empty(), object.get("migrations")) {
            let empty = Error::failure(format!("{}: `{}` names no directory", node.place, node.path));
            return Err(empty.hint(format!("leave the key out for `{}`", default_migrations(&member.name))));
        }
        if migrations.is_empty() {
            let path = format!("{}.migrations", member.node.path);
            migrations.push(Text::literal(
                Origin::File(member.place.clone()),
                &path,
                &default_migrations(&member.name),
            ));
        }
        let connection = Connection::read(&object)?;
        let scratch = object.get("scratch").map(|node| scratch(node, &connection)).transpose()?;
        let driver = connection.plain_driver()?;
        Ok(Self {
            alias: member.name.clone(),
            origin: Origin::File(member.place.clone()),
            managed: object.get("managed").map_or(Ok(true), Node::bool)?,
            connection,
            migrations,
            models: object.texts("models")?,
            ignore_tables: object.texts("ignore_tables")?,
            ignore_columns: object.texts("ignore_columns")?,
            ignore_types: object.texts("ignore_types")?,
            session: object.texts("session")?,
            extensions: object.texts("extensions")?,
            alter: object.text("alter")?,
            scratch,
            late: object.get("late").map_or(Ok(Late::Warn), late)?,
            server_version: object.get("server_version").map(|node| server_version(node, driver)).transpose()?,
            lock_timeout: object.get("lock_timeout").map(|node| limit(node, driver)).transpose()?,
            statement_timeout: object.get("statement_timeout").map(|node| limit(node, driver)).transpose()?,
        })
    }
}

/// The server for temporary databases, which speaks what the database speaks.
fn scratch(node: &Node, database: &Connection) -> Result<Connection> {
    let scratch = Connection::read(&Object::of(node, &Connection::KEYS)?)?;
    match (database.plain_driver()?, scratch.plain_driver()?) {
        (Some(DriverName::Sqlite), _) => {
            let useless = Error::failure(format!("{}: SQLite has no use for `{}`", node.place, node.path));
            Err(useless.hint("a scratch database of SQLite is made in memory: take the key away"))
        }
        (Some(own), Some(other)) if own.driver() != other.driver() => Err(scratch.another_driver(own, other)),
        _ => Ok(scratch),
    }
}

fn late(node: &Node) -> Result<Late> {
    match &node.value {
        Value::Text(text) if text == "warn" => Ok(Late::Warn),
        Value::Text(text) if text == "error" => Ok(Late::Error),
        _ => Err(node.wrong("\"warn\" or \"error\"")),
    }
}

/// A version as servers say it (`18`, `18.6`, `10.11.4`), of which the first number counts.
fn server_version(node: &Node, driver: Option<DriverName>) -> Result<u32> {
    if driver == Some(DriverName::Sqlite) {
        return Err(Error::failure(format!("{}: SQLite has no use for `{}`", node.place, node.path))
            .hint("what is written runs on SQLite 3.35 and later: take the key away"));
    }
    let text = match &node.value {
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.trim().to_owned(),
        _ => String::new(),
    };
    let numbers = text.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    let first = text.split('.').next().and_then(|first| first.parse().ok()).filter(|_| numbers);
    first.filter(|first| *first < 1000).ok_or_else(|| node.wrong("a version: 18, or \"10.11\""))
}

/// A time: seconds as a number, or a text with a unit (`500ms`, `5s`, `2min`). 0 is no limit.
fn limit(node: &Node, driver: Option<DriverName>) -> Result<Duration> {
    if driver == Some(DriverName::Sqlite) {
        return Err(Error::failure(format!("{}: SQLite has no use for `{}`", node.place, node.path))
            .hint("it is for servers: take the key away"));
    }
    let seconds = match &node.value {
        Value::Number(number) => number.as_f64(),
        Value::Text(text) => {
            let text = text.trim();
            let (number, unit) = text.split_at(text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len()));
            let unit = match unit {
                "ms" => Some(0.001),
                "s" | "" => Some(1.0),
                "min" => Some(60.0),
                "h" => Some(3600.0),
                _ => None,
            };
            number.trim().parse::<f64>().ok().zip(unit).map(|(number, unit)| number * unit)
        }
        _ => None,
    };
    // What a server counts in milliseconds of 32 bits.
    let seconds = seconds.filter(|seconds| (0.0..=2_147_483.0).contains(seconds));
    seconds.map(Duration::from_secs_f64).ok_or_else(|| node.wrong("a time: seconds, or \"500ms\", \"5s\", \"2min\""))
}

/// An alias names a folder, and stands before `::` in answers: letters, digits, `_` and `-`.
pub(super) fn check_alias(alias: &str, place: &Place) -> Result<()> {
    let sound = alias.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && alias.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
        && alias.len() <= 64;
    if sound {
        return Ok(());
    }
    Err(Error::failure(format!("{place}: {} cannot be the alias of a database", quoted(alias)))
        .hint("an alias names a folder: at most 64 letters (a to z), digits, `_` and `-`, not beginning with `-`"))
}

fn quoted(alias: &str) -> String {
    let short: String = alias.chars().take(64).collect();
    format!("{short:?}")
}
