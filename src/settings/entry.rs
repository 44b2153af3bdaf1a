use super::model_sources::default_migrations;
use super::object::{Object, closest, list};
use super::{DriverName, Member, Node, Text, Value};
use crate::error::{Error, Result};
use crate::schema::Place;

/// A database as the settings file has it: shape and types are checked, variables not expanded.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) alias: String,
    pub(super) place: Place,
    pub(super) managed: bool,
    pub(super) connection: Connection,
    pub(super) scratch: Option<Connection>,
    pub(super) migrations: Vec<Text>,
    pub(super) models: Vec<Text>,
    pub(super) ignore_tables: Vec<Text>,
    pub(super) ignore_columns: Vec<Text>,
    pub(super) session: Vec<Text>,
    pub(super) late: Late,
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

/// How a database is reached: a URL, or its parts.
#[derive(Clone, Debug)]
pub(super) struct Connection {
    /// Where it stands.
    pub(super) place: Place,
    /// `databases.legacy`.
    pub(super) path: String,
    pub(super) driver: Option<Text>,
    pub(super) url: Option<Text>,
    pub(super) database: Option<Text>,
    /// The parts that only a server has.
    pub(super) server: Vec<(&'static str, Text)>,
    pub(super) options: Vec<(String, Text)>,
}

/// The keys of a connection.
const CONNECTION: [&str; 8] = ["driver", "url", "database", "host", "port", "username", "password", "options"];

/// The keys of a database beside those of its connection.
const DATABASE: [&str; 8] =
    ["managed", "migrations", "models", "ignore_tables", "ignore_columns", "session", "scratch", "late"];

impl Entry {
    pub(super) fn read(member: &Member) -> Result<Self> {
        check_alias(&member.name, &member.place)?;
        let known: Vec<&str> = CONNECTION.into_iter().chain(DATABASE).collect();
        let object = Object::of(&member.node, &known)?;
        let mut migrations = object.get("migrations").map_or_else(|| Ok(Vec::new()), Node::text_or_texts)?;
        if let (true, Some(node)) = (migrations.is_empty(), object.get("migrations")) {
            let empty = Error::failure(format!("{}: `{}` names no directory", node.place, node.path));
            return Err(empty.hint(format!("leave the key out for `{}`", default_migrations(&member.name))));
        }
        if migrations.is_empty() {
            let path = format!("{}.migrations", member.node.path);
            migrations.push(Text::literal(member.place.clone(), &path, &default_migrations(&member.name)));
        }
        Ok(Self {
            alias: member.name.clone(),
            place: member.place.clone(),
            managed: object.get("managed").map_or(Ok(true), Node::bool)?,
            connection: Connection::read(&object)?,
            scratch: object.get("scratch").map(|node| Connection::read(&Object::of(node, &CONNECTION)?)).transpose()?,
            migrations,
            models: object.texts("models")?,
            ignore_tables: object.texts("ignore_tables")?,
            ignore_columns: object.texts("ignore_columns")?,
            session: object.texts("session")?,
            late: object.get("late").map_or(Ok(Late::Warn), late)?,
        })
    }
}

impl Connection {
    fn read(object: &Object<'_>) -> Result<Self> {
        let node = object.node;
        let mut server = Vec::new();
        for key in ["host", "port", "username", "password"] {
            if let Some(value) = object.get(key) {
                server.push((key, if key == "port" { port(value)? } else { value.text()? }));
            }
        }
        let mut options = Vec::new();
        if let Some(given) = object.get("options") {
            for member in given.members()? {
                options.push((member.name.clone(), member.node.scalar()?));
            }
        }
        let connection = Self {
            place: node.place.clone(),
            path: node.path.clone(),
            driver: object.text("driver")?,
            url: object.text("url")?,
            database: object.text("database")?,
            server,
            options,
        };
        connection.check()?;
        Ok(connection)
    }

    /// What can be seen without expanding a variable.
    fn check(&self) -> Result<()> {
        let Self { path, .. } = self;
        if let Some(url) = &self.url {
            let other = self.database.iter().chain(self.server.iter().map(|(_, text)| text));
            if let Some(other) = other.chain(self.options.iter().map(|(_, text)| text)).next() {
                return Err(other
                    .error(format_args!("`{path}` has both `url` and `{}`", key_of(&other.path, path)))
                    .hint(format!("keep `{}` or the separate keys, not both", url.path)));
            }
        } else if self.driver.is_none() && self.database.is_none() {
            let nowhere = Error::failure(format!("{}: `{path}` does not say how to reach the database", self.place));
            return Err(nowhere
                .hint(r#"give `url`, or `driver` and `database` ("driver": "sqlite", "database": "db.sqlite3")"#));
        } else if self.driver.is_none() {
            let missing = Error::failure(format!("{}: `{path}` has no `driver`", self.place));
            return Err(missing.hint("the drivers are `sqlite`, `postgresql` and `mysql`"));
        }
        match self.driver.as_ref().map(Text::plain).transpose()?.flatten() {
            Some(name) => self.driver_name(&name).map(drop),
            None => Ok(()),
        }
    }

    /// The driver that `driver` names.
    pub(super) fn driver_name(&self, name: &str) -> Result<DriverName> {
        DriverName::of(name).ok_or_else(|| {
            let unknown = match &self.driver {
                Some(text) => text.error(format_args!("unknown driver `{name}` in `{}`", self.path)),
                None => Error::failure(format!("{}: unknown driver `{name}` in `{}`", self.place, self.path)),
            };
            let known = ["sqlite", "postgresql", "mysql", "mariadb"];
            unknown.hint(match closest(name, known.into_iter()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("the drivers are {}", list(known.into_iter().take(3))),
            })
        })
    }
}

/// The key's own name: the path without that of its object.
fn key_of<'a>(path: &'a str, object: &str) -> &'a str {
    path.strip_prefix(object).and_then(|rest| rest.strip_prefix('.')).unwrap_or(path)
}

fn port(node: &Node) -> Result<Text> {
    match &node.value {
        Value::Text(_) => node.text(),
        Value::Number(number) if number.as_u64().is_some_and(|port| (1..=65535).contains(&port)) => node.scalar(),
        Value::Number(_) => Err(Error::failure(format!("{}: `{}` is no port: 1 to 65535", node.place, node.path))),
        _ => Err(node.wrong("a number")),
    }
}

fn late(node: &Node) -> Result<Late> {
    match &node.value {
        Value::Text(text) if text == "warn" => Ok(Late::Warn),
        Value::Text(text) if text == "error" => Ok(Late::Error),
        _ => Err(node.wrong("\"warn\" or \"error\"")),
    }
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
