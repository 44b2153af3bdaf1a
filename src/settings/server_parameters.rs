use std::path::{Path, PathBuf};
use std::time::Duration;

use super::address::decode;
use super::conninfo::{is_conninfo, pairs};
use super::object::{closest, list};
use super::{Host, Roots, ServerAddress, Variables, mysql_address, postgres_address};
use crate::dialect::Driver;

/// What a URL or the separate keys say of a server, by the names of libpq: `host`, `port`, `user`, `password`, `dbname`,
/// and the parameters behind the `?`.
#[derive(Default)]
pub(super) struct ServerParameters(pub(super) Vec<(String, String)>);

impl ServerParameters {
    /// From a URL, or from what PostgreSQL takes in its place: the user, the password and all else are decoded. An error shows nothing of it.
    pub(super) fn of_url(url: &str) -> Result<Self, String> {
        if is_conninfo(url) && !url.contains("://") {
            let mut parameters = Self::default();
            for (name, value) in pairs(url)? {
                parameters.set(&name, value);
            }
            return Ok(parameters);
        }
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let (authority, rest) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (user, hosts) = match authority.rsplit_once('@') {
            Some((user, hosts)) => (Some(user), hosts),
            None => (None, authority),
        };
        let mut parameters = Self::default();
        if let Some(user) = user {
            let (name, password) = match user.split_once(':') {
                Some((name, password)) => (name, Some(password)),
                None => (user, None),
            };
            parameters.add("user", decode(name)?);
            if let Some(password) = password {
                parameters.add("password", decode(password)?);
            }
        }
        let (mut names, mut ports) = (Vec::new(), Vec::new());
        for host in hosts.split(',') {
            let bracketed = host.strip_prefix('[').and_then(|rest| rest.split_once(']'));
            let (name, port) = match bracketed {
                Some((name, rest)) => (name, rest.strip_prefix(':').unwrap_or(rest)),
                None => host.split_once(':').unwrap_or((host, "")),
            };
            if !port.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err("what stands behind the host is no port; in a password, `:` is `%3A`, `/` is `%2F`, \
                            `@` is `%40`, `?` is `%3F` and `#` is `%23`"
                    .to_owned());
            }
            names.push(decode(name)?);
            ports.push(port.to_owned());
        }
        parameters.add("host", names.join(","));
        if ports.iter().any(|port| !port.is_empty()) {
            parameters.add("port", ports.join(","));
        }
        parameters.add("dbname", decode(path.strip_prefix('/').unwrap_or(path))?);
        for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
            let (name, value) = parameter.split_once('=').ok_or("a parameter in the URL has no `=`")?;
            parameters.set(&decode(name)?, decode(value)?);
        }
        Ok(parameters)
    }

    /// Adds one, unless it is empty, which is as good as not there.
    pub(super) fn add(&mut self, name: &str, value: String) {
        if !value.is_empty() {
            self.0.push((name.to_owned(), value));
        }
    }

    /// Adds one in the place of another of its name.
    pub(super) fn set(&mut self, name: &str, value: String) {
        self.0.retain(|(other, _)| other != name);
        self.add(name, value);
    }

    /// Takes one out.
    pub(super) fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(other, _)| other == name)?;
        Some(self.0.remove(at).1)
    }

    /// Takes a path out; one that is relative starts from the folder of the settings.
    pub(super) fn take_path(&mut self, name: &str, folder: &Path) -> Option<PathBuf> {
        self.take(name).map(|path| folder.join(path))
    }

    /// Takes `connect_timeout` out: seconds, none for 0.
    pub(super) fn take_connect_timeout(&mut self) -> Result<Option<Duration>, String> {
        let Some(given) = self.take("connect_timeout") else { return Ok(None) };
        match given.trim().parse::<i32>() {
            Ok(seconds) => Ok(u64::try_from(seconds).ok().filter(|seconds| *seconds > 0).map(Duration::from_secs)),
            Err(_) => Err(format!("`connect_timeout` is {given:?}, not a number of seconds")),
        }
    }

    /// Takes the hosts and their ports out.
    pub(super) fn take_hosts(&mut self, default_port: u16) -> Result<Vec<Host>, String> {
        let Some(names) = self.take("host") else { return Ok(Vec::new()) };
        let ports = match self.take("port") {
            Some(ports) => ports.split(',').map(|text| port(text, default_port)).collect::<Result<Vec<_>, _>>()?,
            None => vec![default_port],
        };
        let names: Vec<&str> = names.split(',').collect();
        if ports.len() != 1 && ports.len() != names.len() {
            return Err(format!("there are {} ports for {} hosts", ports.len(), names.len()));
        }
        let hosts = names.iter().enumerate().map(|(place, name)| {
            let port = ports.get(place).or(ports.first()).copied().unwrap_or(default_port);
            Host { name: if name.is_empty() { "localhost".to_owned() } else { (*name).to_owned() }, port }
        });
        Ok(hosts.collect())
    }

    /// Nothing may be left that nobody understood.
    pub(super) fn finish(self, server: &str, known: &[&str], refused: &[(&str, &str)]) -> Result<(), String> {
        let Some((name, _)) = self.0.first() else { return Ok(()) };
        if let Some((_, instead)) = refused.iter().find(|(other, _)| other == name) {
            return Err(format!("`{name}` is not supported: {instead}"));
        }
        match closest(name, known.iter().copied()) {
            Some(meant) => Err(format!("{server} has no parameter `{name}`: did you mean `{meant}`?")),
            None => Err(format!("{server} has no parameter `{name}`, but {}", list(known.iter().copied()))),
        }
    }

    /// The address that they make.
    pub(super) fn address(self, driver: Driver, variables: &Variables, folder: &Path) -> Result<ServerAddress, String> {
        match driver {
            Driver::Mysql => mysql_address::address(self, variables, folder),
            _ => postgres_address::address(self, variables, folder),
        }
    }
}

fn port(text: &str, default_port: u16) -> Result<u16, String> {
    match text.trim() {
        "" => Ok(default_port),
        text => {
            text.parse().ok().filter(|port| *port > 0).ok_or_else(|| "a port is a number from 1 to 65535".to_owned())
        }
    }
}

/// Those who are trusted, by the file that names them.
pub(super) fn roots(file: Option<PathBuf>) -> Roots {
    file.map_or(Roots::Unnamed, Roots::File)
}
