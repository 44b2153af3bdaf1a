use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use diesel_manage_syntax::{Joinable, nearest};

use super::foreign_keys::{Around, Targets};
use super::home::Home;
use super::model_table::{Declared, ModelTable};
use super::parsed::{Parsed, parse_all};
use super::problem::{Problem, place};
use super::rust_table::RustTable;
use super::source_list::SourceList;
use super::types::Types;
use super::{diesel_table, duplicates};
use crate::dialect::{Dialect, Driver};
use crate::error::{Error, Result};
use crate::schema::{Place, Schema, TableName, Wanted};

/// Reads the models of the database `alias` from the sources: files, folders (all `*.rs` below), patterns, and
/// `crate:NAME`. Paths are relative to `base`.
///
/// # Errors
/// When a source is missing, unreadable or declares nothing, or a model is wrong; the first mistake is told with file,
/// line and column, the others with it.
pub fn read(base: &Path, sources: &[String], alias: &str, dialect: &dyn Dialect) -> Result<Wanted> {
    Models::read(base, sources, alias, dialect).map(|models| models.wanted)
}

/// The models of a database, with what they are called in Rust.
#[derive(Debug)]
pub struct Models {
    /// What they want the database to be.
    pub wanted: Wanted,
    /// The files and folders in which a change can change the models.
    pub watched: BTreeSet<PathBuf>,
    pub(super) rust: BTreeMap<TableName, RustTable>,
    pub(super) driver: Driver,
    elsewhere: Elsewhere,
}

impl Models {
    /// See [`read`].
    ///
    /// # Errors
    /// See [`read`].
    pub fn read(base: &Path, sources: &[String], alias: &str, dialect: &dyn Dialect) -> Result<Self> {
        Self::read_in(base, sources, alias, dialect, &Around::nothing(&Schema::default()))
    }

    /// The same, where other directories' migrations make tables that foreign keys may lead to, and nobody asks which.
    ///
    /// # Errors
    /// See [`read`].
    #[cfg(feature = "cli")]
    pub(crate) fn read_among_others(
        base: &Path,
        sources: &[String],
        alias: &str,
        dialect: &dyn Dialect,
    ) -> Result<Self> {
        Self::assemble(base, sources, alias, dialect, true, &Around::nothing(&Schema::default()))
    }

    /// The same, where foreign keys may lead to tables that nobody declares.
    ///
    /// # Errors
    /// See [`read`].
    pub(crate) fn read_in(
        base: &Path,
        sources: &[String],
        alias: &str,
        dialect: &dyn Dialect,
        around: &Around<'_>,
    ) -> Result<Self> {
        Self::assemble(base, sources, alias, dialect, false, around)
    }

    /// Like [`read`], but for `schema!()`: sources of the form `crate:NAME` are left out, as those tables are in that
    /// crate's own `schema.rs`, and foreign keys that lead to tables which are then not known are no mistake. Neither are
    /// they where the migrations of `others` make tables as well.
    ///
    /// # Errors
    /// See [`read`].
    pub fn read_own(base: &Path, sources: &[String], alias: &str, dialect: &dyn Dialect, others: bool) -> Result<Self> {
        let own: Vec<String> = sources.iter().filter(|source| !source.starts_with("crate:")).cloned().collect();
        let partial = others || own.len() < sources.len();
        Self::assemble(base, &own, alias, dialect, partial, &Around::nothing(&Schema::default()))
    }

    /// The same, if every model that names a database names one of these: a typo must not read as "table dropped".
    ///
    /// # Errors
    /// With all models that name another.
    pub fn belonging_to<'a>(self, aliases: impl IntoIterator<Item = &'a str>) -> Result<Self> {
        let aliases: Vec<&str> = aliases.into_iter().collect();
        let stray = |(alias, place): &(String, Place)| {
            let problem = Problem::new(place.clone(), format!("the settings have no database `{alias}`"));
            match nearest(alias, aliases.iter().copied()) {
                Some(near) => problem.hint(format!("did you mean `{near}`?")),
                None => problem.hint(format!("they have {}", aliases.join(", "))),
            }
        };
        let named = self.elsewhere.values().flatten().filter(|(alias, _)| !aliases.contains(&alias.as_str()));
        match Problem::error(named.map(stray).collect()) {
            Some(error) => Err(error),
            None => Ok(self),
        }
    }

    fn assemble(
        base: &Path,
        sources: &[String],
        alias: &str,
        dialect: &dyn Dialect,
        partial: bool,
        around: &Around<'_>,
    ) -> Result<Self> {
        let list = SourceList::find(base, sources)?;
        let fail = |problems| Problem::error(problems).unwrap_or_else(|| Error::failure("the models cannot be read"));
        let files = parse_all(&list.files).map_err(fail)?;
        no_empty_entry(sources, &files)?;
        Self::of_files(&files, list.watched, alias, dialect, partial, around).map_err(fail)
    }

    /// What the parsed files declare, or all that is wrong with it.
    pub(super) fn of_files(
        files: &[Parsed],
        watched: BTreeSet<PathBuf>,
        alias: &str,
        dialect: &dyn Dialect,
        partial: bool,
        around: &Around<'_>,
    ) -> Result<Self, Vec<Problem>> {
        let home = Home::of(dialect.driver(), around.home);
        let (mut declared, elsewhere, mut problems) = declare(files, alias, dialect, home);
        // What leads to a model that has a mistake is no mistake of its own.
        let partial = partial || !problems.is_empty();
        problems.extend(duplicates::check_pairs(&declared, dialect.driver()));
        problems.extend(duplicates::check_index_names(&declared, dialect.driver()));
        problems.extend(declared.iter().flat_map(|own| duplicates::check_names(own, dialect.driver())));
        for file in files {
            for joinable in &file.source.joinables {
                problems.extend(promise(&mut declared, file, joinable, partial).err());
            }
        }
        let targets = Targets { declared: &declared, elsewhere: &elsewhere, around, home, partial };
        let mut keys = Vec::new();
        for own in &declared {
            match targets.resolve(own) {
                Ok(own) => keys.push(own),
                Err(found) => problems.extend(found),
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut models = Self {
            wanted: Wanted::default(),
            watched,
            rust: BTreeMap::new(),
            driver: dialect.driver(),
            elsewhere: Elsewhere::new(),
        };
        for (mut own, keys) in declared.into_iter().zip(keys) {
            own.table.foreign_keys = keys;
            models.rust.insert(own.table.name.clone(), own.rust);
            models.wanted.declarations.insert(own.table.name.clone(), own.declaration);
            models.wanted.schema.insert(own.table);
            own.enums.into_iter().for_each(|ty| models.wanted.schema.insert_enum(ty));
        }
        models.wanted.home = home.named_in(files);
        models.elsewhere = elsewhere;
        Ok(models)
    }
}

/// Tables for other databases, with each one's alias and where they are declared for it.
type Elsewhere = BTreeMap<TableName, Vec<(String, Place)>>;

/// The models without a mistake, those of other databases, and the mistakes.
fn declare(
    files: &[Parsed],
    alias: &str,
    dialect: &dyn Dialect,
    home: Home<'_>,
) -> (Vec<Declared>, Elsewhere, Vec<Problem>) {
    let types = Types::new(files);
    let (mut declared, mut elsewhere, mut problems) = (Vec::new(), Elsewhere::new(), Vec::new());
    for (file_number, parsed) in files.iter().enumerate() {
        let file = parsed.file.as_path();
        for model in &parsed.source.models {
            if let Some(database) = model.options.database.as_ref().filter(|database| database.value != alias) {
                let name = home.table(model);
                elsewhere.entry(name).or_default().push((database.value.clone(), place(file, database.at)));
                continue;
            }
            let table = ModelTable {
                file,
                file_number,
                model,
                types: &types,
                dialect,
                home,
                enums: Vec::new(),
                problems: Vec::new(),
            };
            match table.declare() {
                Ok(own) => declared.push(own),
                Err(found) => problems.extend(found),
            }
        }
        for table in &parsed.source.tables {
            match diesel_table::declare(file, table, dialect, home) {
                Ok(own) => declared.push(own),
                Err(found) => problems.extend(found),
            }
        }
    }
    (declared, elsewhere, problems)
}

/// An entry without a model is a typo, or all tables would seem to be dropped.
fn no_empty_entry(sources: &[String], files: &[Parsed]) -> Result<()> {
    for (entry, text) in sources.iter().enumerate() {
        let found = files.iter().any(|file| file.entries.contains(&entry) && !file.source.declares_no_table());
        if !found {
            return Err(Error::failure(format!("the entry `{text}` of models holds no model"))
                .hint("a model is a struct with #[derive(Model)], or a table! of Diesel")
                .hint("modules in files of their own are read when the folder is named: \"src/models/\""));
        }
    }
    Ok(())
}

/// Notes what a `joinable!` says with the table that refers. Of tables that are structs it says nothing new.
fn promise(declared: &mut [Declared], file: &Parsed, joinable: &Joinable, partial: bool) -> Result<(), Problem> {
    let find = |name: &str| declared.iter().position(|own| own.rust.module == name);
    let missing = |name: &diesel_manage_syntax::Located<String>| {
        let problem =
            Problem::new(place(&file.file, name.at), format!("joinable! names `{}`, which is no table", name.value));
        match nearest(&name.value, declared.iter().map(|own| own.rust.module.as_str())) {
            Some(near) => problem.hint(format!("did you mean `{near}`?")),
            None => problem.hint("the table! of both must be among the sources"),
        }
    };
    let (child, parent) = match (find(&joinable.child.value), find(&joinable.parent.value)) {
        (Some(child), Some(parent)) => (child, parent),
        _ if partial => return Ok(()),
        (None, _) => return Err(missing(&joinable.child)),
        (_, None) => return Err(missing(&joinable.parent)),
    };
    let Some(parent) = declared.get(parent).map(|parent| parent.table.name.clone()) else { return Ok(()) };
    let Some(child) = declared.get_mut(child) else { return Ok(()) };
    let column = child.rust.require(&joinable.column.value).map_err(|(message, hint)| {
        Problem::new(place(&file.file, joinable.column.at), format!("joinable!: {message}")).hint(hint)
    })?;
    if child.declaration.diesel_types.is_some() {
        child.declaration.joinable.insert(column, parent);
    }
    Ok(())
}
