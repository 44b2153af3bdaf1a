use std::collections::BTreeMap;
use std::ops::Range;

use super::enums::Enums;
use super::integers::{Place, integers};
use super::names::Names;
use super::needs::Needs;
use super::table_text::{TableText, comment};
use crate::dialect::{Dialect, RustType};
use crate::schema::{Schema, Table, TableName};

/// All that is known while the text is put together.
pub(super) struct Scene<'a> {
    pub(super) dialect: &'a dyn Dialect,
    pub(super) names: Names,
    pub(super) enums: Enums,
    /// The columns whose Rust type does not follow from their own type alone.
    pub(super) integers: BTreeMap<Place, RustType>,
}

/// Models as source text.
#[derive(Clone, Debug)]
pub struct ModelText {
    /// The text.
    pub text: String,
    /// The tables that have a struct, in its order.
    pub tables: Vec<WrittenTable>,
    /// The tables that have none.
    pub left_out: Vec<LeftOut>,
}

/// A table with its struct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenTable {
    /// The table.
    pub name: TableName,
    /// The struct.
    pub model: String,
    /// Why migrations are to leave it alone (`managed = false`), if they are.
    pub unmanaged: Option<String>,
    /// The lines of the text that are about it, from 1.
    pub lines: Range<usize>,
}

/// A table that no struct can be written for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The table.
    pub name: TableName,
    /// Why, as the end of a sentence.
    pub reason: String,
}

/// Names that begin like this belong to `manage`, to Diesel or to the database.
const RESERVED: [&str; 4] = ["__manage_", "manage_old_", "sqlite_", "__diesel_schema_migrations"];

/// The models of the tables, as a person would have written them: what Diesel needs to read their rows, and what
/// `#[model(…)]` says that the types do not. `about` are the lines of a comment on top; `unmanaged` names the tables that
/// migrations are to leave alone, each with the reason.
///
/// Views and the like have no models, and a comment names them. A table that cannot be declared as it is gets a struct with
/// `managed = false`.
pub fn models_text(
    schema: &Schema,
    dialect: &dyn Dialect,
    about: &[String],
    unmanaged: &BTreeMap<TableName, String>,
) -> ModelText {
    written(schema, dialect, BTreeMap::new(), about, unmanaged)
}

/// The same, the Rust types of some columns being known.
pub(in crate::models) fn written(
    schema: &Schema,
    dialect: &dyn Dialect,
    known: BTreeMap<Place, RustType>,
    about: &[String],
    unmanaged: &BTreeMap<TableName, String>,
) -> ModelText {
    let mut names = Names::of(schema);
    let enums = Enums::of(schema, &mut names, dialect);
    let mut types = integers(schema, dialect);
    types.extend(known);
    let scene = Scene { dialect, names, enums, integers: types };
    let (mut tables, mut left_out): (Vec<(&Table, TableText<'_>)>, Vec<LeftOut>) = (Vec::new(), Vec::new());
    for table in schema.tables.values() {
        let reason = unmanaged.get(&table.name);
        match declarable(table).and_then(|()| {
            TableText::of(&scene, table, reason).ok_or_else(|| "it has no column with a name".to_owned())
        }) {
            Ok(own) => tables.push((table, own)),
            Err(reason) => left_out.push(LeftOut { name: table.name.clone(), reason }),
        }
    }
    let mut needs = Needs::default();
    tables.iter().for_each(|(_, own)| needs.take(&own.needs()));
    if tables.iter().any(|(_, own)| own.is_readable()) {
        needs.uses.insert(("diesel::prelude", "*"));
    }
    let with_enums = tables.iter().any(|(table, _)| has_enum(&scene, table));
    needs.uses.insert(("diesel_manage", "Model"));
    needs.uses.extend(with_enums.then_some(("diesel_manage", "ModelEnum")));

    let mut text = String::new();
    about.iter().chain(&needs.lines()).for_each(|line| text += &comment(line));
    left_out.iter().for_each(|own| text += &comment(&format!("Without a model: {}: {}.", own.name, own.reason)));
    if !tables.is_empty() {
        text += &format!("\n{}\n", needs.imports().join("\n"));
    }
    let (found, texts): (Vec<&Table>, Vec<TableText<'_>>) = tables.into_iter().unzip();
    let mut list = Vec::new();
    let mut enums_written: Vec<String> = Vec::new();
    // Each struct is written with the others in view.
    let others: Vec<TableText<'_>> = found.iter().filter_map(|own| TableText::of(&scene, own, None)).collect();
    let mut line = text.lines().count() + 1;
    for (table, own) in found.into_iter().zip(texts) {
        let start = line;
        let mut part = String::new();
        for column in &table.columns {
            if let Some(own) = scene.enums.get(&table.name, &column.name)
                && !enums_written.contains(&own.ident)
            {
                enums_written.push(own.ident.clone());
                part += &format!("\n{}", own.text());
            }
        }
        let (model, unmanaged) = (own.of_struct().to_owned(), own.unmanaged.clone());
        part += &format!("\n{}", own.text(&others));
        line += part.lines().count();
        text += &part;
        list.push(WrittenTable { name: table.name.clone(), model, unmanaged, lines: start..line });
    }
    ModelText { text, tables: list, left_out }
}

fn has_enum(scene: &Scene<'_>, table: &Table) -> bool {
    table.columns.iter().any(|column| scene.enums.get(&table.name, &column.name).is_some())
}

/// Whether a model can have the table's name.
fn declarable(table: &Table) -> Result<(), String> {
    let name = &table.name.name;
    let lower = name.to_lowercase();
    match RESERVED.iter().find(|prefix| lower.starts_with(**prefix)) {
        Some(prefix) => Err(format!("names that begin with `{prefix}` are taken")),
        None if name.trim().is_empty() || table.name.schema.as_ref().is_some_and(|own| own.trim().is_empty()) => {
            Err("it has no name".to_owned())
        }
        None => Ok(()),
    }
}
