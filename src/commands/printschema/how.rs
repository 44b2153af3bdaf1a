use std::path::PathBuf;

use regex::Regex;

use crate::dialect::Driver;
use crate::error::{Error, Result};
use crate::models::{Docs, Groups, PrintOptions, PrintedSchema};
use crate::settings::PrintSection;

/// The flags of `diesel print-schema`; one that is given counts more than `diesel.toml`.
#[derive(Debug, Default, clap::Args)]
pub(super) struct How {
    /// Tables, as regular expressions, for --only-tables or --except-tables
    #[arg(value_name = "TABLE")]
    tables: Vec<String>,

    /// Only the tables that are named
    #[arg(long, short, requires = "tables", conflicts_with = "except_tables")]
    only_tables: bool,

    /// All tables but those that are named
    #[arg(long, short, requires = "tables")]
    except_tables: bool,

    /// Only this schema, as a module
    #[arg(long, short, value_name = "NAME")]
    schema: Option<String>,

    /// Doc comments: those of the database, and words of Diesel's where there is none
    #[arg(long)]
    with_docs: bool,

    /// Which doc comments
    #[arg(long, value_name = "WHICH", value_parser = DOCS, conflicts_with = "with_docs")]
    with_docs_config: Option<String>,

    /// Which tables may meet in a query
    #[arg(long, value_name = "WHICH", value_parser = GROUPS)]
    allow_tables_to_appear_in_same_query_config: Option<String>,

    /// The order of the columns
    #[arg(long, value_name = "ORDER", value_parser = SORTINGS)]
    column_sorting: Option<String>,

    /// A unified diff that is applied to what is printed
    #[arg(long, value_name = "FILE")]
    patch_file: Option<PathBuf>,

    /// What every `table!` imports
    #[arg(long, value_name = "PATH")]
    import_types: Vec<String>,

    /// No structs for types that Diesel lacks
    #[arg(long)]
    no_generate_missing_sql_type_definitions: bool,

    /// No structs for types of these names, as regular expressions
    #[arg(long, value_name = "TYPE")]
    except_custom_type_definitions: Vec<String>,

    /// What the structs of types derive
    #[arg(long, value_name = "PATH")]
    custom_type_derives: Vec<String>,

    /// Only this `[print_schema.NAME]` of diesel.toml
    #[arg(long, value_name = "NAME")]
    pub(super) schema_key: Option<String>,
}

const DOCS: [&str; 3] =
    ["database-comments-fallback-to-auto-generated-doc-comment", "only-database-comments", "no-doc-comments"];
const GROUPS: [&str; 3] = ["all_tables", "fk_related_tables", "none"];
const SORTINGS: [&str; 2] = ["ordinal_position", "name"];

/// What the struct of a type must derive.
const SQL_TYPE: &str = "diesel::sql_types::SqlType";

impl How {
    /// The section with what the flags say instead.
    fn over(&self, section: &PrintSection) -> PrintSection {
        let mut section = section.clone();
        if self.only_tables || self.except_tables {
            section.filter = Some((self.only_tables, self.tables.clone()));
        }
        if self.with_docs {
            section.docs = DOCS.first().map(|own| (*own).to_owned());
        }
        let replaced = [
            (&self.with_docs_config, &mut section.docs),
            (&self.allow_tables_to_appear_in_same_query_config, &mut section.groups),
            (&self.column_sorting, &mut section.sorting),
            (&self.schema, &mut section.schema),
        ];
        for (given, own) in replaced {
            if given.is_some() {
                own.clone_from(given);
            }
        }
        if self.patch_file.is_some() {
            section.patch_file.clone_from(&self.patch_file);
        }
        if self.no_generate_missing_sql_type_definitions {
            section.generates_types = Some(false);
        }
        for (given, own) in [
            (&self.import_types, &mut section.import_types),
            (&self.except_custom_type_definitions, &mut section.except_types),
        ] {
            if !given.is_empty() {
                own.clone_from(given);
            }
        }
        if !self.custom_type_derives.is_empty() {
            section.derives = Some(self.custom_type_derives.clone());
        }
        section
    }

    /// The options by a section of `diesel.toml`, if there is one, and the file of the patch. Where there are several
    /// sections, each prints one schema.
    ///
    /// # Errors
    /// When a word is none of those that Diesel knows, or a pattern is none.
    pub(super) fn options(
        &self,
        section: Option<&PrintSection>,
        several: bool,
        driver: Driver,
    ) -> Result<(PrintOptions, Option<PathBuf>)> {
        if !self.tables.is_empty() && !self.only_tables && !self.except_tables {
            return Err(Error::usage("tables are named, and not what is to be done with them")
                .hint("`--only-tables` prints only these, `--except-tables` all others"));
        }
        let own = self.over(section.unwrap_or(&PrintSection::default()));
        let mut options = PrintOptions::default();
        // What `diesel setup` writes down is what is meant where there is no such file.
        if let Some(derives) = own.derives.clone().or_else(|| section.map(|_| Vec::new())) {
            options.derives = derives;
            if !options.derives.iter().any(|name| name == SQL_TYPE) {
                options.derives.push(SQL_TYPE.to_owned());
            }
        }
        options.docs = match known("with_docs", own.docs.as_deref(), &DOCS)? {
            Some(0) => Docs::All,
            Some(1) => Docs::Comments,
            _ => Docs::None,
        };
        let groups = own.groups.as_deref();
        options.groups = match known("allow_tables_to_appear_in_same_query_config", groups, &GROUPS)? {
            Some(1) => Groups::Related,
            Some(2) => Groups::None,
            _ => Groups::All,
        };
        options.sorted = known("column_sorting", own.sorting.as_deref(), &SORTINGS)? == Some(1);
        options.schema = match own.schema {
            Some(name) if driver == Driver::Postgres && name == "public" => Some(PrintedSchema::DefaultAs(name)),
            Some(name) => Some(PrintedSchema::Named(name)),
            None if several => Some(PrintedSchema::Default),
            None => None,
        };
        options.import_types = own.import_types;
        if let Some((only, patterns)) = own.filter {
            let patterns = compiled(&patterns)?;
            options.wants_table = Box::new(move |name| patterns.iter().any(|own| own.is_match(name)) == only);
        }
        let (except, generates) = (compiled(&own.except_types)?, own.generates_types.unwrap_or(true));
        options.defines_type = Box::new(move |name| generates && !except.iter().any(|own| own.is_match(name)));
        Ok((options, own.patch_file))
    }
}

/// The place of the word among those that are known.
fn known(key: &str, word: Option<&str>, all: &[&str]) -> Result<Option<usize>> {
    let Some(word) = word else { return Ok(None) };
    match all.iter().position(|own| *own == word) {
        Some(place) => Ok(Some(place)),
        None => Err(Error::failure(format!("{key}: there is no `{word}`")).hint(format!("it is {}", all.join(", ")))),
    }
}

fn compiled(patterns: &[String]) -> Result<Vec<Regex>> {
    let one = |text: &String| {
        Regex::new(text).map_err(|error| Error::failure(format!("`{text}` is no regular expression")).because(error))
    };
    patterns.iter().map(one).collect()
}
