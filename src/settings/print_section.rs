use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use toml::Value;

use super::diesel_project::DieselToml;
use super::{DieselProject, Variables};
use crate::error::{Error, Result};

/// The keys of `[print_schema]` that Diesel 2.3 knows.
const KEYS: [&str; 13] = [
    "file",
    "with_docs",
    "allow_tables_to_appear_in_same_query_config",
    "filter",
    "column_sorting",
    "schema",
    "patch_file",
    "import_types",
    "generate_missing_sql_type_definitions",
    "except_custom_type_definitions",
    "custom_type_derives",
    "sqlite_integer_primary_key_is_bigint",
    "pg_domains_as_custom_types",
];

/// `[print_schema]`, or one `[print_schema.NAME]`, of a `diesel.toml`: what is said there, and no more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PrintSection {
    /// As Diesel spells them: `database-comments-fallback-to-auto-generated-doc-comment` and its like.
    pub(crate) docs: Option<String>,
    /// `all_tables`, `fk_related_tables` or `none`.
    pub(crate) groups: Option<String>,
    /// Whether the tables are those that are printed or those that are not, and their patterns.
    pub(crate) filter: Option<(bool, Vec<String>)>,
    /// `ordinal_position` or `name`.
    pub(crate) sorting: Option<String>,
    pub(crate) schema: Option<String>,
    pub(crate) patch_file: Option<PathBuf>,
    pub(crate) import_types: Vec<String>,
    pub(crate) generates_types: Option<bool>,
    pub(crate) except_types: Vec<String>,
    pub(crate) derives: Option<Vec<String>>,
}

/// What a project's `diesel.toml` says of printing.
#[derive(Clone, Debug, Default)]
pub(crate) struct PrintSections {
    /// The sections by their names; one without a name is `default`. None where the file says nothing.
    pub(crate) all: BTreeMap<String, PrintSection>,
    /// Whether there are several, of which each prints one schema.
    pub(crate) several: bool,
}

impl PrintSections {
    /// What the `diesel.toml` says that Diesel would go by in this folder.
    ///
    /// # Errors
    /// When it cannot be read, or has a key or a value that Diesel does not know or that nobody can honour here.
    pub(crate) fn find(directory: &Path, variables: &Variables) -> Result<Self> {
        let file = DieselProject::toml_file(directory, variables);
        let Some(table) = DieselToml::read(&file)?.print_schema else { return Ok(Self::default()) };
        let base = file.parent().unwrap_or(directory);
        let (named, own): (toml::Table, toml::Table) =
            table.into_iter().partition(|(key, value)| value.is_table() && key != "filter");
        let read = |table: &toml::Table, path: &str| {
            PrintSection::read(table, base).map_err(|(key, why)| {
                let at = file.display();
                Error::failure(format!("{at}: {path}.{key}: {why}"))
                    .hint(format!("Diesel 2.3 knows {}", KEYS.join(", ")))
            })
        };
        let own = read(&own, "print_schema")?;
        let mut all = BTreeMap::new();
        for (name, value) in &named {
            if let Some(table) = value.as_table() {
                all.insert(name.clone(), read(table, &format!("print_schema.{name}"))?);
            }
        }
        let several = !all.is_empty();
        all.entry("default".to_owned()).or_insert(own);
        Ok(Self { all, several })
    }
}

impl PrintSection {
    fn read(table: &toml::Table, base: &Path) -> Result<Self, (String, String)> {
        let mut section = Self::default();
        for (key, value) in table {
            section.take(key, value, base).map_err(|why| (key.clone(), why))?;
        }
        Ok(section)
    }

    fn take(&mut self, key: &str, value: &Value, base: &Path) -> Result<(), String> {
        match key {
            // Where Diesel writes it after a migration; what is printed here goes to the terminal.
            "file" => drop(text(value)?),
            "with_docs" => {
                self.docs = Some(match value {
                    Value::Boolean(true) => "database-comments-fallback-to-auto-generated-doc-comment".to_owned(),
                    Value::Boolean(false) => "no-doc-comments".to_owned(),
                    other => text(other)?.replace('_', "-"),
                });
            }
            "allow_tables_to_appear_in_same_query_config" => self.groups = Some(text(value)?),
            "filter" => self.filter = filter(value)?,
            "column_sorting" => self.sorting = Some(text(value)?),
            "schema" => self.schema = Some(text(value)?),
            "patch_file" => self.patch_file = Some(base.join(text(value)?)),
            "import_types" => self.import_types = list(value)?,
            "generate_missing_sql_type_definitions" => self.generates_types = Some(truth(value)?),
            "except_custom_type_definitions" => self.except_types = list(value)?,
            "custom_type_derives" => self.derives = Some(list(value)?),
            // An `i64` that is a key is a BigInt as the model says.
            "sqlite_integer_primary_key_is_bigint" => drop(truth(value)?),
            "pg_domains_as_custom_types" if list(value)?.is_empty() => {}
            "pg_domains_as_custom_types" => {
                return Err(
                    "a model names the Diesel type of a domain itself (`sql_type`): take the key out".to_owned()
                );
            }
            _ => return Err("there is no such key".to_owned()),
        }
        Ok(())
    }
}

fn text(value: &Value) -> Result<String, String> {
    value.as_str().map(str::to_owned).ok_or_else(|| format!("a text is expected, not {}", value.type_str()))
}

fn truth(value: &Value) -> Result<bool, String> {
    value.as_bool().ok_or_else(|| format!("true or false is expected, not {}", value.type_str()))
}

fn list(value: &Value) -> Result<Vec<String>, String> {
    let all = value.as_array().ok_or_else(|| format!("a list of texts is expected, not {}", value.type_str()))?;
    all.iter().map(text).collect()
}

fn filter(value: &Value) -> Result<Option<(bool, Vec<String>)>, String> {
    let table = value.as_table().ok_or_else(|| format!("a table is expected, not {}", value.type_str()))?;
    if let Some(other) = table.keys().find(|key| *key != "only_tables" && *key != "except_tables") {
        return Err(format!("there is no `{other}` in it: it takes only_tables or except_tables"));
    }
    match (table.get("only_tables"), table.get("except_tables")) {
        (Some(_), Some(_)) => Err("it takes only_tables or except_tables, not both".to_owned()),
        (Some(only), None) => Ok(Some((true, list(only)?))),
        (None, Some(except)) => Ok(Some((false, list(except)?))),
        (None, None) => Ok(None),
    }
}
