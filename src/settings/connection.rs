use std::path::Path;

use super::object::{Object, closest, list};
use super::server_parameters::ServerParameters;
use super::{Driver, DriverName, Node, Origin, ServerAddress, SqliteAddress, Text, Value, Variables, mask_url};
use crate::error::{Error, Result};

/// How a database is reached, as the settings have it: a URL, or its parts. Variables are not expanded.
#[derive(Clone, Debug)]
pub(super) struct Connection {
    /// Where it stands.
    pub(super) origin: Origin,
    /// `databases.legacy`.
    pub(super) path: String,
    pub(super) driver: Option<Text>,
    pub(super) url: Option<Text>,
    pub(super) database: Option<Text>,
    /// The parts that only a server has.
    pub(super) server: Vec<(&'static str, Text)>,
    pub(super) options: Vec<(String, Text)>,
}

impl Connection {
    /// That it is for another kind of database than the one that it serves.
    pub(super) fn another_driver(&self, own: DriverName, other: DriverName) -> Error {
        let wrong =
            Error::failure(format!("{}: `{}` is for {other}, and the database is {own}", self.origin, self.path));
        wrong.hint("migrations are tried on what they are for: name a server of the same kind")
    }

    /// Its keys.
    pub(super) const KEYS: [&'static str; 8] =
        ["driver", "url", "database", "host", "port", "username", "password", "options"];

    /// Reads it, and checks what can be seen without expanding a variable.
    pub(super) fn read(object: &Object<'_>) -> Result<Self> {
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
            origin: Origin::File(node.place.clone()),
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

    fn check(&self) -> Result<()> {
        let path = &self.path;
        if let Some(url) = &self.url {
            let parts = self.database.iter().chain(self.server.iter().map(|(_, text)| text));
            if let Some(other) = parts.chain(self.options.iter().map(|(_, text)| text)).next() {
                return Err(other
                    .error(format_args!("there is `{}` beside `{}`", other.path, url.path))
                    .hint("either a URL or the separate keys, not both"));
            }
        } else if self.driver.is_none() {
            let nowhere = Error::failure(format!("{}: `{path}` has neither `driver` nor `url`", self.origin));
            return Err(nowhere.hint(r#"for example "driver": "sqlite", "database": "db.sqlite3""#));
        }
        if self.plain_driver()? == Some(DriverName::Sqlite) { self.check_sqlite() } else { Ok(()) }
    }

    /// SQLite has a file and nothing around it.
    fn check_sqlite(&self) -> Result<()> {
        if let Some((key, text)) = self.server.first() {
            return Err(text.error(format_args!("SQLite has no `{key}`: `{}`", text.path)).hint("take the key away"));
        }
        if self.url.is_none() && self.database.is_none() {
            return Err(self.no_database());
        }
        Ok(())
    }

    fn no_database(&self) -> Error {
        Error::failure(format!("{}: `{}` has no `database`", self.origin, self.path))
            .hint(r#"give the path of the file: "database": "db.sqlite3""#)
    }

    /// The driver, unless only a variable tells it.
    pub(super) fn plain_driver(&self) -> Result<Option<DriverName>> {
        self.driver_by(Text::plain)
    }

    /// The driver.
    pub(super) fn driver(&self, variables: &Variables) -> Result<DriverName> {
        let known = match self.plain_driver()? {
            Some(driver) => Some(driver),
            None => self.driver_by(|text| variables.expand(text).map(Some))?,
        };
        // One of the two keys is there: see `check`.
        known.ok_or_else(|| Error::failure(format!("{}: `{}` has no driver", self.origin, self.path)))
    }

    /// The driver, by what this makes of the two keys that tell it.
    fn driver_by(&self, read: impl Fn(&Text) -> Result<Option<String>>) -> Result<Option<DriverName>> {
        let named = match &self.driver {
            Some(text) => read(text)?.map(|name| parse(text, &name)).transpose()?,
            None => None,
        };
        match &self.url {
            Some(text) => match read(text)? {
                Some(url) => self.agreed(named, text, &url),
                None => Ok(named),
            },
            None => Ok(named),
        }
    }

    /// The driver that the URL is for; it must be the one that `driver` names, if it names one.
    fn agreed(&self, named: Option<DriverName>, text: &Text, url: &str) -> Result<Option<DriverName>> {
        let told = DriverName::of_url(url).map_err(|scheme| {
            text.error(format_args!("unknown scheme `{scheme}` in `{}`: {}", text.path, mask_url(url)))
                .hint("URLs begin with `sqlite://`, `postgres://` or `mysql://`")
        })?;
        match named {
            Some(named) if named != told => Err(text.error(format_args!(
                "the driver of `{}` is {named}, but its URL is for {told}: {}",
                self.path,
                mask_url(url)
            ))),
            _ => Ok(Some(told)),
        }
    }

    /// The server, of a database that has one.
    pub(super) fn server(&self, variables: &Variables, folder: &Path) -> Result<ServerAddress> {
        let driver = self.driver(variables)?.driver();
        let (parameters, of) = match &self.url {
            Some(url) => {
                let expanded = variables.expand(url)?;
                self.agreed(None, url, &expanded)?;
                (ServerParameters::of_url(&expanded), url.path.as_str())
            }
            None => (self.parts(variables).map(Ok)?, self.path.as_str()),
        };
        parameters.and_then(|parameters| parameters.address(driver, variables, folder)).map_err(|problem| {
            let wrong = Error::failure(format!("{}: `{of}`: {problem}", self.origin));
            match driver {
                Driver::Mysql => wrong.hint("the form is `mysql://user:password@host:3306/database?ssl_mode=REQUIRED`"),
                _ => wrong.hint("the form is `postgres://user:password@host:5432/database?sslmode=require`"),
            }
        })
    }

    /// The separate keys, by the names of libpq.
    fn parts(&self, variables: &Variables) -> Result<ServerParameters> {
        let mut parameters = ServerParameters::default();
        for (name, text) in &self.options {
            parameters.set(name, variables.expand(text)?);
        }
        for (key, text) in &self.server {
            parameters.set(if *key == "username" { "user" } else { key }, variables.expand(text)?);
        }
        if let Some(database) = &self.database {
            parameters.set("dbname", variables.expand(database)?);
        }
        Ok(parameters)
    }

    /// The file, of an SQLite database.
    pub(super) fn sqlite(&self, variables: &Variables, folder: &Path) -> Result<SqliteAddress> {
        self.check_sqlite()?;
        if let Some(url) = &self.url {
            let expanded = variables.expand(url)?;
            self.agreed(Some(DriverName::Sqlite), url, &expanded)?;
            return SqliteAddress::of_url(&expanded, folder).map_err(|problem| {
                url.error(format_args!("`{}`: {problem}", url.path)).hint("the form is `sqlite://path/to/db.sqlite3`")
            });
        }
        let database = self.database.as_ref().ok_or_else(|| self.no_database())?;
        let parameters = self.options.iter().map(|(name, text)| Ok((name.clone(), variables.expand(text)?)));
        let path = variables.expand(database)?;
        SqliteAddress::of_path(&path, folder, parameters.collect::<Result<_>>()?)
            .map_err(|problem| database.error(format_args!("`{}`: {problem}", database.path)))
    }
}

fn parse(text: &Text, name: &str) -> Result<DriverName> {
    DriverName::of(name).ok_or_else(|| {
        let known = ["sqlite", "postgresql", "mysql", "mariadb"];
        let unknown = text.error(format_args!("`{}` is {name:?}, which is no driver", text.path));
        unknown.hint(match closest(name, known.into_iter()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("the drivers are {}", list(known.into_iter().take(3))),
        })
    })
}

fn port(node: &Node) -> Result<Text> {
    match &node.value {
        Value::Text(_) => node.text(),
        Value::Number(number) if number.as_u64().is_some_and(|port| (1..=65535).contains(&port)) => node.scalar(),
        Value::Number(_) => Err(Error::failure(format!("{}: `{}` is no port: 1 to 65535", node.place, node.path))),
        _ => Err(node.wrong("a number")),
    }
}
