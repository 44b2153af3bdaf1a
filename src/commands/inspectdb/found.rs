use std::collections::BTreeSet;
use std::path::Path;

use diesel_manage_syntax::nearest;

use crate::autodetect::Ignore;
use crate::cli::Context;
use crate::commands::live::Live;
use crate::dialect::Dialect;
use crate::error::{Error, Result};
use crate::models::{Declared, Models};
use crate::schema::{Object, ObjectKind, Schema, TableName, VersionTable};
use crate::settings::Database;

/// What models are to be written for.
pub(super) struct Found {
    pub(super) database: Database,
    pub(super) dialect: &'static dyn Dialect,
    pub(super) schema: Schema,
    /// What the Rust types are known from, where that is a `table!`.
    pub(super) declared: Option<Declared>,
    /// The tables of other tools.
    pub(super) others: Vec<VersionTable>,
    /// Where it was found, for a person.
    pub(super) place: String,
    /// Whether it is a part of what is there.
    pub(super) is_part: bool,
}

impl Found {
    /// What a live database holds, less what the settings leave alone.
    pub(super) fn live(context: &Context, database: &Database) -> Result<Self> {
        let dialect = database.driver()?.dialect();
        let live = Live::of(context, database)?;
        live.say_others(context);
        if live.has_ledger {
            context.ui.detail("its ledger is Diesel's: the migrations that made it can be kept as they are");
        }
        let Live { mut schema, others, place, .. } = live;
        let ignore = Ignore::new(&database.ignore_tables()?, &database.ignore_columns()?)?;
        schema.tables.retain(|name, _| !ignore.table(name));
        let (database, declared) = (database.clone(), None);
        Ok(Self { database, dialect, schema, declared, others, place, is_part: false })
    }

    /// What the macros of a file declare.
    pub(super) fn in_file(context: &Context, database: &Database, file: &Path) -> Result<Self> {
        let dialect = database.driver()?.dialect();
        let entry = file.to_string_lossy().into_owned();
        let models = Models::read(&context.directory, &[entry], database.alias(), dialect)?;
        let declared = models.declared_by_macros();
        if declared.schema.tables.is_empty() {
            return Err(Error::failure(format!("{} has no table!", file.display()))
                .hint("its structs are models already: nothing has to be made of them"));
        }
        let mut schema = declared.schema.clone();
        dialect.canonicalise(&mut schema);
        let (database, place) = (database.clone(), file.display().to_string());
        Ok(Self { database, dialect, schema, declared: Some(declared), others: Vec::new(), place, is_part: false })
    }

    /// The same for some tables, all if none are named.
    pub(super) fn only(mut self, tables: &[String]) -> Result<Self> {
        if tables.is_empty() {
            return Ok(self);
        }
        let mut wanted = BTreeSet::new();
        for text in tables {
            wanted.insert(self.table(text)?);
        }
        self.schema.tables.retain(|name, _| wanted.contains(name));
        self.is_part = true;
        Ok(self)
    }

    /// The table that a person means.
    fn table(&self, text: &str) -> Result<TableName> {
        let parsed = text.parse::<TableName>().ok();
        let all = || self.schema.tables.keys();
        let exact = all().find(|name| name.name == text || Some(*name) == parsed.as_ref());
        let found = exact.or_else(|| all().find(|name| self.dialect.same_name(&name.name, text)));
        if let Some(name) = found {
            return Ok(name.clone());
        }
        let view = self.without_models().find(|object| object.name.name == text);
        if let Some(view) = view {
            return Err(Error::usage(format!("{} is no table but a {}, which has no model", view.name, view.kind)));
        }
        let names: Vec<String> = all().map(ToString::to_string).collect();
        let error = Error::usage(format!("there is no table `{text}` in {}", self.place));
        Err(match nearest(text, names.iter().map(String::as_str)) {
            Some(near) => error.hint(format!("did you mean `{near}`?")),
            None if names.is_empty() => error.hint("it has no tables that this user can see"),
            None => error.hint(format!("it has {}", names.join(", "))),
        })
    }

    /// What looks like a table and has no model.
    pub(super) fn without_models(&self) -> impl Iterator<Item = &Object> {
        let kinds = [
            ObjectKind::View,
            ObjectKind::MaterializedView,
            ObjectKind::VirtualTable,
            ObjectKind::ForeignTable,
            ObjectKind::Partition,
            ObjectKind::Sequence,
        ];
        self.schema.objects.iter().filter(move |object| kinds.contains(&object.kind) && object.is_like_a_table())
    }
}
