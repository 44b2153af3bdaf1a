use super::{History, Migration, NewMigration, Script};
use crate::dialect::Dialect;
use crate::error::{Error, Result};

impl NewMigration {
    /// The migration with a copy of its up.sql for each of these environments, to be changed by hand. The header tells
    /// of them. `history` is the one that it comes into.
    ///
    /// # Errors
    /// When a name cannot be a part of a file's name, or is there twice.
    pub fn with_variants(&self, history: &History, environments: &[String], dialect: &dyn Dialect) -> Result<Self> {
        if environments.is_empty() {
            return Ok(self.clone());
        }
        for (place, name) in environments.iter().enumerate() {
            let fits = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
            if name.is_empty() || !name.chars().all(fits) {
                return Err(Error::usage(format!("`--variant {name}` cannot be an environment"))
                    .hint("it is a part of the names of files (up.production.sql): letters, digits, `_` and `-`"));
            }
            if environments.iter().take(place).any(|other| other == name) {
                return Err(Error::usage(format!("`--variant {name}` is given twice")).hint("once is enough"));
            }
        }
        let old = &self.migration;
        let (header, body) = parted(&old.up.text);
        let files: Vec<String> = environments.iter().map(|name| format!("up.{name}.sql")).collect();
        let told = format!(
            "{header}-- Variants: {} (run instead of this file in that environment; diesel runs only up.sql)\n",
            files.join(", ")
        );
        let script = |file: &str, variant: Option<&str>, text: String| -> Result<Script> {
            let path = old.directory.join(file);
            let statements = dialect
                .split(&text)
                .map_err(|error| Error::failure(format!("{file} cannot be cut into statements: {error}")))?;
            Ok(Script { path, variant: variant.map(str::to_owned), text, statements })
        };
        let variant = |(name, file): (&String, &String)| {
            let text = format!(
                "-- Run instead of up.sql in the environment `{name}`: both must lead to the same state.\n\
                 -- Diesel runs only up.sql.\n{body}"
            );
            script(file, Some(name), text)
        };
        let migration = Migration {
            up: script("up.sql", None, format!("{told}{body}"))?,
            up_elsewhere: environments.iter().zip(&files).map(variant).collect::<Result<_>>()?,
            ..old.clone()
        };
        let history = history.with(migration.clone())?;
        let migration = history.get(&migration.version).cloned().unwrap_or(migration);
        Ok(Self { migration, history, ..self.clone() })
    }
}

/// The header's lines, and what follows them.
fn parted(text: &str) -> (&str, &str) {
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        if !line.trim_start().starts_with("--") {
            break;
        }
        end += line.len();
    }
    text.split_at_checked(end).unwrap_or((text, ""))
}
