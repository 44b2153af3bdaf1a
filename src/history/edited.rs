use super::{Header, History, Making, Migration, NewMigration, Script};
use crate::dialect::Dialect;
use crate::error::{Error, Result};
use crate::sql::checksum;

impl NewMigration {
    /// The migration with the texts that somebody has made of its up.sql and down.sql. `history` is the one that it
    /// comes into.
    ///
    /// # Errors
    /// When up.sql does not begin with its header any more, or a text cannot be cut into statements.
    pub fn edited(&self, history: &History, up: &str, down: &str, dialect: &dyn Dialect) -> Result<Self> {
        let old = &self.migration;
        let up = script(&old.up, up, dialect)?;
        let header = header(old, &up)?;
        let down = old.down.as_ref().map(|own| script(own, down, dialect)).transpose()?;
        let mut making = self.making.clone();
        let same = |one: &Script, other: &Script| checksum(&one.statements) == checksum(&other.statements);
        if !same(&old.up, &up) {
            making.up = Some("up.sql".into());
        }
        if let (Some(old), Some(new)) = (&old.down, &down)
            && !same(old, new)
        {
            making.down = Some("down.sql".into());
        }
        if making.how == Making::Rendered && (making.up.is_some() || making.down.is_some()) {
            making.how = Making::Altered;
        }
        let irreversible = down.as_ref().is_some_and(Script::is_irreversible);
        let migration = Migration { header: Some(header), up, down, irreversible, ..old.clone() };
        let history = history.with(migration.clone())?;
        let migration = history.get(&migration.version).cloned().unwrap_or(migration);
        Ok(Self { migration, metadata: self.metadata.clone(), history, making })
    }
}

/// The text as the file that it will be.
fn script(old: &Script, text: &str, dialect: &dyn Dialect) -> Result<Script> {
    // Some editors put it there, and diesel would send it to the database.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let statements = dialect
        .split(text)
        .map_err(|error| Error::failure(format!("{} cannot be cut into statements: {error}", name(old))))?;
    Ok(Script { path: old.path.clone(), variant: None, text: text.to_owned(), statements })
}

/// The header, of which only the message may be another one.
fn header(old: &Migration, up: &Script) -> Result<Header> {
    let found = Header::parse(&up.text);
    let wanted = old.header.as_ref();
    let same = |found: &Header| {
        wanted.is_none_or(|wanted| {
            found.revision == wanted.revision && found.revises == wanted.revises && found.created == wanted.created
        })
    };
    found.filter(same).ok_or_else(|| {
        let keys = ["Revision:", "Revises:", "Created:"];
        let lines = old.up.text.lines().map(str::trim).zip(1..);
        let mut lines =
            lines.filter(|(line, _)| keys.iter().any(|key| line.trim_start_matches(['-', ' ']).starts_with(key)));
        let file = name(&old.up);
        Error::failure(match lines.find(|(line, _)| up.text.lines().all(|own| own.trim() != *line)) {
            Some((line, number)) => format!("{file}:{number}: the header does not say `{line}` any more"),
            None => format!("{file}:1: the header is not the comment that the file begins with any more"),
        })
    })
}

fn name(script: &Script) -> std::borrow::Cow<'_, str> {
    script.path.file_name().unwrap_or_default().to_string_lossy()
}
