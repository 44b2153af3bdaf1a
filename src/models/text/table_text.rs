use super::attribute::Attribute;
use super::constraints::{CheckText, KeyText};
use super::field::FieldText;
use super::index::IndexText;
use super::literal::literal;
use super::names::TableNames;
use super::needs::Needs;
use super::rust_name::{snake, written};
use super::source::Scene;
use crate::models::table_macro::path_of_schema;
use crate::schema::{Column, ForeignKey, Table, TableName};

/// More columns than these Diesel does not know, whatever its features.
const MOST_COLUMNS: usize = 128;

/// A struct for a table.
pub(super) struct TableText<'a> {
    scene: &'a Scene<'a>,
    table: &'a Table,
    names: &'a TableNames,
    key: Vec<String>,
    fields: Vec<FieldText<'a>>,
    /// Why migrations are to leave the table alone, if they are.
    pub(super) unmanaged: Option<String>,
}

impl<'a> TableText<'a> {
    /// The struct; `None` if the table has no column that could be a field. `unmanaged` says why migrations are to leave
    /// it alone, where that is known already.
    pub(super) fn of(scene: &'a Scene<'a>, table: &'a Table, unmanaged: Option<&String>) -> Option<Self> {
        let names = scene.names.table(&table.name)?;
        let named = |column: &&Column| !column.name.trim().is_empty();
        let columns: Vec<&Column> = table.columns.iter().filter(named).collect();
        let mut key: Vec<String> = table.key_columns().to_vec();
        let known = |name: &String| columns.iter().any(|column| column.name == *name);
        let unmanaged = unmanaged.cloned().or_else(|| match () {
            () if key.is_empty() => Some("it has no primary key, which Diesel needs".to_owned()),
            () if columns.len() < table.columns.len() => Some("it has a column without a name".to_owned()),
            () if columns.len() > MOST_COLUMNS => {
                Some(format!("it has {} columns, more than Diesel's {MOST_COLUMNS}: here are the first", columns.len()))
            }
            () => None,
        });
        if key.is_empty() || !key.iter().all(known) {
            key = stand_in(table, &columns);
        }
        let is_key = |column: &Column| key.contains(&column.name);
        let mut room = MOST_COLUMNS.saturating_sub(key.len());
        let fits = |column: &&Column| {
            let fits = is_key(column) || room > 0;
            room = room.saturating_sub(usize::from(!is_key(column)));
            fits
        };
        let columns = columns.into_iter().filter(fits);
        let fields: Vec<_> = columns.map(|column| FieldText::of(scene, table, names, column, &key)).collect();
        (!fields.is_empty()).then_some(Self { scene, table, names, key, fields, unmanaged })
    }

    pub(super) fn of_struct(&self) -> &str {
        &self.names.of_struct
    }

    /// What Diesel and the crates have to bring.
    pub(super) fn needs(&self) -> Needs {
        let mut needs = Needs::default();
        self.fields.iter().for_each(|field| needs.take(&field.ty.guess.needs));
        match self.fields.len() {
            0..=32 => {}
            33..=64 => drop(needs.features.insert("64-column-tables")),
            _ => drop(needs.features.insert("128-column-tables")),
        }
        needs
    }

    /// Whether Diesel reads every column into its field.
    pub(super) fn is_readable(&self) -> bool {
        let in_key = |field: &FieldText<'_>| self.key.contains(&field.column.name);
        self.fields.iter().all(|field| field.ty.guess.readable && !(in_key(field) && self.has_null(field.column)))
    }

    /// Whether the column stands for a key that there is not, and may hold NULL.
    fn has_null(&self, column: &Column) -> bool {
        column.nullable && self.table.primary_key.is_none()
    }

    /// Whether Diesel can tell its rows apart.
    fn is_identifiable(&self) -> bool {
        let field = |name: &String| self.fields.iter().find(|field| field.column.name == *name);
        self.is_readable() && self.key.iter().all(|name| field(name).is_some_and(|field| field.ty.is_hashable()))
    }

    /// The type of the only column of its key.
    fn key_type(&self) -> Option<(&str, String)> {
        let [only] = self.key.as_slice() else { return None };
        let field = self.fields.iter().find(|field| field.column.name == *only)?;
        (self.is_identifiable() && self.table.primary_key.is_some())
            .then(|| (only.as_str(), field.ty.guess.text.clone()))
    }

    /// The parents that rows belong to: the struct and the field that leads there.
    fn parents(&self, all: &[TableText<'_>]) -> Vec<String> {
        if !self.is_identifiable() {
            return Vec::new();
        }
        let only = |name: &TableName| self.table.foreign_keys.iter().filter(|key| key.table == *name).count() == 1;
        let mut found = Vec::new();
        for key in self.table.foreign_keys.iter().filter(|key| key.table != self.table.name && only(&key.table)) {
            let Some(parent) = all.iter().find(|own| own.table.name == key.table) else { continue };
            found.extend(self.belongs_to(parent, key));
        }
        found
    }

    fn belongs_to(&self, parent: &TableText<'_>, key: &ForeignKey) -> Option<String> {
        let ([own], [other]) = (key.columns.as_slice(), key.references.as_slice()) else { return None };
        let field = self.fields.iter().find(|field| field.column.name == *own)?;
        let (column, ty) = parent.key_type()?;
        if column != other || field.ty.guess.text != ty {
            return None;
        }
        let name = parent.of_struct();
        let usual = field.name == format!("{}_id", snake(name, ""));
        let named = if usual { String::new() } else { format!(", foreign_key = {}", written(&field.name)) };
        Some(format!("belongs_to({name}{named})"))
    }

    /// The lines of the struct, together with the other structs.
    pub(super) fn text(mut self, all: &[TableText<'_>]) -> String {
        let parents = if self.unmanaged.is_some() { Vec::new() } else { self.parents(all) };
        let mut diesel = Attribute::default();
        diesel.push(format!("table_name = {}{}", path_of_schema(&self.table.name), written(&self.names.module)));
        let key: Vec<String> = self.key.iter().filter_map(|own| self.names.field(own)).map(written).collect();
        if key != ["id"] {
            diesel.push(format!("primary_key({})", key.join(", ")));
        }
        let mut derives = vec!["Clone", "Debug", "PartialEq", "Model"];
        if self.is_readable() {
            derives.extend(["Queryable", "Selectable"]);
        }
        if self.is_identifiable() {
            derives.push("Identifiable");
        }
        if !parents.is_empty() {
            derives.push("Associations");
        }
        diesel.extend(parents);
        let mut text = String::new();
        if let Some(reason) = &self.unmanaged {
            text += &comment(&format!("Left alone by migrations: {reason}."));
        }
        for field in self.fields.iter().filter(|field| !field.ty.guess.readable) {
            let (name, ty) = (&field.name, field.column.ty.text());
            text += &comment(&format!("Diesel reads no `{ty}` into a type of Rust: `{name}` needs one of your own."));
        }
        let nullable =
            self.fields.iter().filter(|own| self.key.contains(&own.column.name) && self.has_null(own.column));
        for field in nullable {
            text += &comment(&format!("`{}` stands for the key, and can be NULL in the database.", field.name));
        }
        let mut model = Attribute::default();
        if self.table.name.name != self.names.module {
            model.push(format!("table = {}", literal(&self.table.name.name)));
        }
        model.extend(self.table.name.schema.iter().map(|own| format!("schema = {}", literal(own))));
        if self.unmanaged.is_none() {
            self.fields.iter_mut().for_each(|field| field.with_values(self.scene, self.table));
            self.constraints(&mut model);
        }
        model.extend(self.table.comment.iter().map(|own| format!("comment = {}", literal(own))));
        model.extend(self.unmanaged.iter().map(|_| "managed = false".to_owned()));
        text += &format!("#[derive({})]\n", derives.join(", "));
        text += &diesel.lines("diesel", "");
        text += &model.lines("model", "");
        text += &format!("pub struct {} {{\n", self.names.of_struct);
        self.fields.into_iter().for_each(|field| text += &field.text());
        text + "}\n"
    }

    /// Indexes, unique sets, keys and checks, each at its field where it is about one alone.
    fn constraints(&mut self, model: &mut Attribute) {
        let (scene, table, names) = (self.scene, self.table, self.names);
        let fields = &mut self.fields;
        for index in &table.indexes {
            let text = IndexText::of_index(scene, table, names, index);
            if !fields.iter_mut().any(|field| field.take_index(&text, index.unique)) {
                model.push(text.at_struct());
            }
        }
        for unique in &table.uniques {
            let text = IndexText::of_unique(scene, table, names, unique);
            if !fields.iter_mut().any(|field| field.take_index(&text, true)) {
                model.push(text.at_struct());
            }
        }
        for key in &table.foreign_keys {
            let text = KeyText::of(scene, table, names, key);
            if !fields.iter_mut().any(|field| field.take_key(&text)) {
                model.push(text.at_struct());
            }
        }
        for check in &table.checks {
            let text = CheckText::of(scene, table, check);
            if !fields.iter_mut().any(|field| field.take_check(&text)) {
                model.push(text.at_struct());
            }
        }
    }
}

/// What tells rows apart where there is no key: a unique set without NULLs, else the first column that has none, else the
/// first.
fn stand_in(table: &Table, columns: &[&Column]) -> Vec<String> {
    let filled = |name: &String| columns.iter().any(|column| column.name == *name && !column.nullable);
    let unique = table.uniques.iter().find(|unique| unique.columns.iter().all(filled));
    if let Some(unique) = unique {
        return unique.columns.clone();
    }
    let first = columns.iter().find(|column| !column.nullable).or(columns.first());
    first.map(|column| column.name.clone()).into_iter().collect()
}

/// Lines of a comment.
pub(super) fn comment(text: &str) -> String {
    text.lines().map(|line| format!("// {}\n", line.trim_end())).collect()
}
