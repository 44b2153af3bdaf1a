use std::collections::BTreeMap;
use std::path::Path;

use diesel_manage_syntax::{
    CheckSyntax, DefaultSyntax, Field, IdentitySyntax, Located, Model, Position, ReferenceSyntax, TimingSyntax, nearest,
};

use super::home::Home;
use super::problem::{Problem, place};
use super::rust_table::{RustColumn, RustTable};
use super::types::{FieldType, Types};
use crate::dialect::mysql::enum_values;
use crate::dialect::{Dialect, Driver, Literal, RustType, TypeOptions};
use crate::schema::{
    Check, Column, ColumnType, Declaration, EnumType, Expr, Generated, Identity, Place, PrimaryKey, Table, TableName,
    Timing,
};

/// A table as a source declares it, before the sources are looked at together.
#[derive(Debug)]
pub(super) struct Declared {
    pub(super) table: Table,
    pub(super) rust: RustTable,
    /// The enums that are types of their own.
    pub(super) enums: Vec<EnumType>,
    pub(super) declaration: Declaration,
    /// Foreign keys, whose other end may be in another file.
    pub(super) keys: Vec<PendingKey>,
}

/// A foreign key of which only the own end is known.
#[derive(Debug)]
pub(super) struct PendingKey {
    pub(super) place: Place,
    pub(super) name: Option<String>,
    pub(super) columns: Vec<String>,
    pub(super) reference: ReferenceSyntax,
}

/// One model on its way to a table.
pub(super) struct ModelTable<'a> {
    pub(super) file: &'a Path,
    pub(super) file_number: usize,
    pub(super) model: &'a Model,
    pub(super) types: &'a Types<'a>,
    pub(super) dialect: &'a dyn Dialect,
    pub(super) home: Home<'a>,
    pub(super) enums: Vec<EnumType>,
    pub(super) problems: Vec<Problem>,
}

impl ModelTable<'_> {
    /// The table that the model declares.
    pub(super) fn declare(mut self) -> Result<Declared, Vec<Problem>> {
        let model = self.model;
        let options = &model.options;
        let name = self.home.table(model);
        let mut rust = RustTable { name: name.clone(), module: model.module(), columns: Vec::new() };
        rust.columns = model.fields.iter().map(rust_column).collect();

        let mut table = Table::new(name);
        let key = self.primary_key(&rust);
        for (place, field) in model.fields.iter().enumerate() {
            let sole_key =
                key.len() == 1 && key.first().is_some_and(|name| rust.column(&field.ident.value) == Some(name));
            let is_key = rust.columns.get(place).is_some_and(|column| key.contains(&column.name));
            let Some((column, diesel)) = self.column(field, is_key, sole_key) else { continue };
            if let Some(own) = rust.columns.get_mut(place) {
                own.max_length = diesel.1;
                own.diesel = diesel.0;
            }
            table.columns.push(column);
        }
        if !key.is_empty() {
            table.primary_key = Some(PrimaryKey { columns: key, ..PrimaryKey::default() });
        }
        self.indexes(&rust, &mut table);
        self.checks(&mut table);
        table.comment = text(options.comment.as_ref());
        let keys = self.foreign_keys(&rust);
        self.foreign_types();
        let mut declaration = self.declaration(&table.name);
        declaration.concurrent = self.concurrent(&table);
        if self.problems.is_empty()
            && let Some(objection) = self.dialect.objection(&table)
        {
            let at = model.ident.at;
            self.problem(at, format!("the table {} cannot be: {objection}", table.name), None);
        }
        if self.problems.is_empty() {
            Ok(Declared { table, rust, enums: self.enums, declaration, keys })
        } else {
            Err(self.problems)
        }
    }

    pub(super) fn problem(&mut self, at: Position, message: impl Into<String>, hint: Option<String>) {
        let problem = Problem::new(place(self.file, at), message);
        self.problems.push(hint.into_iter().fold(problem, Problem::hint));
    }

    /// The column of that name, or a problem.
    pub(super) fn known_column(&mut self, rust: &RustTable, name: &Located<String>, what: &str) -> Option<String> {
        match rust.require(&name.value) {
            Ok(column) => Some(column),
            Err((message, hint)) => {
                self.problem(name.at, format!("{what}: {message}"), Some(hint));
                None
            }
        }
    }

    /// An expression that the database is to understand, or a problem.
    pub(super) fn expr(&mut self, text: &Located<String>) -> Option<Expr> {
        // No column is meant: what is checked is that the text stays inside its place.
        match self.dialect.literal(&Column::new("", ""), &Literal::Sql(text.value.clone())) {
            Ok(expr) => Some(expr),
            Err(message) => {
                self.problem(text.at, message, None);
                None
            }
        }
    }

    /// The columns of the primary key: those of `primary_key(…)`, else the marked fields, else Diesel's, else `id`.
    fn primary_key(&mut self, rust: &RustTable) -> Vec<String> {
        let model = self.model;
        let marked: Vec<&Field> = model.fields.iter().filter(|field| field.options.primary_key.is_some()).collect();
        if let (Some(_), Some(field)) = (&model.options.primary_key, marked.first()) {
            let hint = "keep either #[model(primary_key(...))] on the struct or #[model(primary_key)] on fields";
            self.problem(field.ident.at, "the primary key is given twice", Some(hint.to_owned()));
        }
        let given = model.options.primary_key.as_ref().or(if marked.is_empty() {
            model.diesel_primary_key.as_ref()
        } else {
            None
        });
        let names: Vec<Located<String>> = match given {
            Some(names) => names.clone(),
            None if !marked.is_empty() => marked.iter().map(|field| field.ident.clone()).collect(),
            None => model.fields.iter().map(|field| &field.ident).filter(|name| name.value == "id").cloned().collect(),
        };
        if names.is_empty() && rust.column("id").is_none() {
            let message = format!("{} has no primary key, which Diesel needs", rust.name);
            let hint = "add a field `id`, mark a field with #[model(primary_key)], or name columns with #[model(primary_key(a, b))]";
            self.problem(model.ident.at, message, Some(hint.to_owned()));
        }
        let mut key: Vec<String> = Vec::new();
        for name in &names {
            if let Some(column) = self.known_column(rust, name, "the primary key") {
                if key.contains(&column) {
                    self.problem(name.at, format!("the primary key names `{column}` twice"), None);
                } else {
                    key.push(column);
                }
            }
        }
        if key.is_empty() && names.is_empty() {
            key.extend(rust.column("id").map(str::to_owned));
        }
        key
    }

    /// The column, with the Diesel type and the length for `table!`.
    fn column(&mut self, field: &Field, is_key: bool, sole_key: bool) -> Option<(Column, (String, Option<u64>))> {
        let options = &field.options;
        let what = match self.types.resolve(&field.ty.value, self.file_number) {
            Ok(what) => what,
            Err(message) => {
                self.problem(field.ty.at, message, None);
                return None;
            }
        };
        let ty = self.column_type(field, &what, sole_key)?;
        let mut column = Column::new(column_name(field), ty.text());
        if let (Driver::Mysql, Some(values)) = (self.dialect.driver(), enum_values(ty.text())) {
            // Written out, it is an enum all the same.
            column.ty = ColumnType::new("enum");
            column.values = Some(values);
        }
        column.nullable = what.nullable;
        column.collation = text(options.collate.as_ref());
        column.comment = text(options.comment.as_ref());
        if let Some(RustType::Enum { values, .. }) = &what.rust
            && options.sql_type.is_none()
            && self.dialect.driver() != Driver::Postgres
        {
            column.values = Some(values.clone());
        }
        if let Some(generated) = &options.generated {
            let expr = self.expr(&generated.expr)?;
            column.generated = Some(Generated { expr, stored: generated.stored });
        }
        column.identity = self.identity(field, &what, sole_key);
        if let Some(at) = options.on_update_now {
            column.on_update = self.on_update_now(at, &column);
        }
        if is_key && what.nullable {
            let message = format!("`{}` is part of the primary key and cannot be an Option", field.ident.value);
            self.problem(field.ty.at, message, Some("take the Option off".to_owned()));
        }
        if let Some(default) = &options.default {
            column.default = self.default(default, &column, &what);
        }
        let diesel = self.diesel_type(field, &what, &column)?;
        Some((column, diesel))
    }

    fn column_type(&mut self, field: &Field, what: &FieldType<'_>, sole_key: bool) -> Option<ColumnType> {
        let options = &field.options;
        let given = TypeOptions {
            max_length: options.max_length.as_ref().map(|length| length.value),
            precision: options.precision.as_ref().map(|digits| digits.value),
            scale: options.scale.as_ref().map(|digits| digits.value),
            unsigned: options.unsigned,
            sole_key,
        };
        let name = &field.ident.value;
        if let Some(sql) = &options.sql_type {
            if (TypeOptions { sole_key: false, ..given }) != TypeOptions::default() {
                let message = format!("`{name}` has an sql_type, which says all there is to say about the type");
                self.problem(sql.at, message, Some("write it out: sql_type = \"VARCHAR(50)\"".to_owned()));
            }
            self.expr(sql)?;
            return Some(ColumnType::new(&sql.value));
        }
        let Some(rust) = &what.rust else {
            let known = self.types.names();
            let near = field.ty.value.last().and_then(|(name, _)| nearest(name, known)).map(str::to_owned);
            let message = format!("the type `{}` of `{name}` is not known", field.ty.value);
            let hint = match near {
                Some(near) => format!(
                    "did you mean `{near}`? Otherwise say what the database is to hold: #[model(sql_type = \"TEXT\")]"
                ),
                None => {
                    "say what the database is to hold: #[model(sql_type = \"TEXT\")], or derive ModelEnum for an enum"
                        .to_owned()
                }
            };
            self.problem(field.ty.at, message, Some(hint));
            return None;
        };
        if self.dialect.driver() == Driver::Postgres
            && let Some(ty) = self.enum_type(rust, what)
        {
            return Some(ty);
        }
        match self.dialect.column_type(rust, &given) {
            Ok(ty) => Some(ty),
            Err(message) => {
                let message = format!("`{name}` cannot be `{}`: {message}", field.ty.value);
                let hint = "say what the database is to hold: #[model(sql_type = \"TEXT\")]".to_owned();
                self.problem(field.ty.at, message, Some(hint));
                None
            }
        }
    }

    /// On a database where enums are types, the type of a column that holds one, or an array of one.
    fn enum_type(&mut self, rust: &RustType, what: &FieldType<'_>) -> Option<ColumnType> {
        match rust {
            RustType::Enum { name, values } => {
                let own = what.model_enum;
                let schema = self.home.schema(own.and_then(|own| own.schema.clone()));
                let name = TableName { schema, name: name.clone() };
                let ty = EnumType { name, values: values.clone(), comment: own.and_then(|own| own.comment.clone()) };
                let column = ty.column_type();
                self.enums.push(ty);
                Some(column)
            }
            RustType::Array(inner) if matches!(**inner, RustType::Enum { .. }) => {
                let element = self.enum_type(inner, what)?;
                Some(ColumnType::new(format!("{element}[]")))
            }
            _ => None,
        }
    }

    /// How the column is counted up: as the field says, and an integer that is all of the key by itself.
    fn identity(&self, field: &Field, what: &FieldType<'_>, sole_key: bool) -> Option<Identity> {
        let options = &field.options;
        let driver = self.dialect.driver();
        let Some(given) = &options.identity else {
            let counted = matches!(
                what.rust,
                Some(RustType::I16 | RustType::I32 | RustType::I64 | RustType::U16 | RustType::U32 | RustType::U64)
            );
            let keys = self.model.options.foreign_keys.iter();
            let refers = options.reference.is_some()
                || keys.flat_map(|key| &key.columns).any(|name| name.value == field.ident.value);
            let plain = options.default.is_none() && options.generated.is_none() && options.sql_type.is_none();
            return (sole_key && counted && plain && !refers && !what.nullable)
                .then_some(match driver {
                    // It counts up what is an INTEGER PRIMARY KEY without being told.
                    Driver::Sqlite => None,
                    Driver::Mysql => Some(Identity::AutoIncrement),
                    Driver::Postgres => Some(Identity::ByDefault),
                })
                .flatten();
        };
        match (given.value, driver) {
            (IdentitySyntax::None, _) => None,
            (_, Driver::Sqlite | Driver::Mysql) => Some(Identity::AutoIncrement),
            (IdentitySyntax::Plain | IdentitySyntax::ByDefault, Driver::Postgres) => Some(Identity::ByDefault),
            (IdentitySyntax::Always, Driver::Postgres) => Some(Identity::Always),
            (IdentitySyntax::Serial, Driver::Postgres) => Some(Identity::Serial),
        }
    }

    /// What MySQL sets the column to when its row changes, as precise as the column is.
    fn on_update_now(&mut self, at: Position, column: &Column) -> Option<Expr> {
        if self.dialect.driver() != Driver::Mysql {
            let message = format!("`{}` cannot be set by the database whenever its row changes", column.name);
            let hint = "only MySQL and MariaDB have on_update_now; elsewhere a trigger does it".to_owned();
            self.problem(at, message, Some(hint));
            return None;
        }
        let digits = column.ty.arguments().first().map(|digits| format!("({digits})")).unwrap_or_default();
        Some(Expr::new(format!("CURRENT_TIMESTAMP{digits}")))
    }

    /// What the Rust type is read and written with; where that is not known, what the column prints as.
    fn diesel_type(&mut self, field: &Field, what: &FieldType<'_>, column: &Column) -> Option<(String, Option<u64>)> {
        // Types of MySQL that Diesel lacks are called after table and column.
        let driver = self.dialect.driver();
        let table = if driver == Driver::Sqlite { TableName::new("") } else { self.home.table(self.model) };
        let printed = self.dialect.diesel_type(&Table::new(table), column);
        let max_length = printed.as_ref().and_then(|ty| ty.max_length);
        let own = what.rust.as_ref().and_then(|rust| self.dialect.diesel_type_of_rust(rust));
        let printed = printed.map(|ty| ty.path);
        let path = match self.dialect.driver() {
            // Its types do not survive being printed: a UUID is text, or bytes.
            Driver::Sqlite => own.or(printed),
            Driver::Postgres | Driver::Mysql => printed.or(own),
        };
        let path = path.map(|path| if is_without_gaps(field, what) { without_gaps(&path) } else { path });
        match path {
            Some(path) => Some((path, max_length)),
            None => {
                let message = format!("Diesel knows no type for `{}` of `{}`", column.ty, field.ident.value);
                self.problem(field.ty.at, message, Some("take an sql_type that Diesel knows: TEXT, BLOB".to_owned()));
                None
            }
        }
    }

    fn default(&mut self, default: &Located<DefaultSyntax>, column: &Column, what: &FieldType<'_>) -> Option<Expr> {
        let literal = match &default.value {
            DefaultSyntax::Null => Literal::Null,
            DefaultSyntax::Bool(value) => Literal::Bool(*value),
            DefaultSyntax::Integer(digits) => Literal::Integer(digits.clone()),
            DefaultSyntax::Float(digits) => Literal::Float(digits.clone()),
            DefaultSyntax::Text(text) => Literal::Text(text.clone()),
            DefaultSyntax::Sql(sql) => Literal::Sql(sql.clone()),
            DefaultSyntax::Variant { owner, variant } => {
                let own = what.model_enum.filter(|own| owner.as_ref().is_none_or(|owner| *owner == own.ident.value));
                let found = own.and_then(|own| own.variants.iter().find(|one| one.ident.value == *variant));
                let Some(found) = found else {
                    let shown = owner.iter().chain([variant]).cloned().collect::<Vec<_>>().join("::");
                    let hint = match what.model_enum {
                        Some(own) => {
                            let names: Vec<&str> = own.variants.iter().map(|one| one.ident.value.as_str()).collect();
                            format!("`{}` has {}", own.ident.value, names.join(", "))
                        }
                        None => "write a literal, or sql(\"...\")".to_owned(),
                    };
                    self.problem(default.at, format!("`{shown}` is no default for `{}`", column.name), Some(hint));
                    return None;
                };
                Literal::Text(found.value.clone())
            }
        };
        match self.dialect.literal(column, &literal) {
            Ok(expr) => Some(expr),
            Err(message) => {
                let message = format!("the default of `{}` does not fit: {message}", column.name);
                self.problem(default.at, message, None);
                None
            }
        }
    }

    fn checks(&mut self, table: &mut Table) {
        let model = self.model;
        let of_fields = model.fields.iter().flat_map(|field| &field.options.checks);
        let all: Vec<&CheckSyntax> = model.options.checks.iter().chain(of_fields).collect();
        for check in all {
            if let Some(expr) = self.expr(&check.expr) {
                table.checks.push(Check { name: text(check.name.as_ref()), expr });
            }
        }
    }

    fn foreign_keys(&mut self, rust: &RustTable) -> Vec<PendingKey> {
        let model = self.model;
        let mut keys = Vec::new();
        for field in &model.fields {
            if let Some(reference) = &field.options.reference {
                keys.push(PendingKey {
                    place: place(self.file, reference.references.at),
                    name: None,
                    columns: vec![column_name(field)],
                    reference: reference.clone(),
                });
            }
        }
        for key in &model.options.foreign_keys {
            let columns: Vec<String> =
                key.columns.iter().filter_map(|name| self.known_column(rust, name, "the foreign key")).collect();
            keys.push(PendingKey {
                place: place(self.file, key.at()),
                name: text(key.name.as_ref()),
                columns,
                reference: key.reference.clone(),
            });
        }
        keys
    }

    fn declaration(&self, name: &TableName) -> Declaration {
        let options = &self.model.options;
        let columns =
            self.model.fields.iter().filter_map(|field| {
                field.options.renamed_from.as_ref().map(|old| (column_name(field), old.value.clone()))
            });
        Declaration {
            place: place(self.file, self.model.ident.at),
            managed: options.managed.unwrap_or(true),
            renamed_from: options.renamed_from.as_ref().map(|old| {
                // `other.users` names another schema; anything that is no such name is one bare name.
                old.value.parse().map_or_else(
                    |_| TableName { schema: name.schema.clone(), name: old.value.clone() },
                    |name| self.home.name(name),
                )
            }),
            columns_renamed_from: columns.collect::<BTreeMap<_, _>>(),
            diesel_types: None,
            unspoken: BTreeMap::new(),
            joinable: BTreeMap::new(),
            concurrent: Vec::new(),
            counted: self
                .model
                .fields
                .iter()
                .filter(|field| field.options.identity.is_some())
                .map(column_name)
                .collect(),
        }
    }
}

/// Whether the field is a list that holds no `Option`. PostgreSQL cannot promise that, so that `diesel print-schema`
/// prints gaps; read into such a field they would not compile.
fn is_without_gaps(field: &Field, what: &FieldType<'_>) -> bool {
    matches!(what.rust, Some(RustType::Array(_))) && !what.gaps && field.options.sql_type.is_none()
}

/// `Array<T>` of `Array<Nullable<T>>`.
fn without_gaps(path: &str) -> String {
    let inner = path.strip_prefix("Array<Nullable<").and_then(|inner| inner.strip_suffix(">>"));
    inner.map_or_else(|| path.to_owned(), |inner| format!("Array<{inner}>"))
}

pub(super) fn timing(syntax: Option<TimingSyntax>) -> Option<Timing> {
    syntax.map(|syntax| match syntax {
        TimingSyntax::Deferrable => Timing::Deferrable,
        TimingSyntax::Deferred => Timing::Deferred,
    })
}

pub(super) fn text(located: Option<&Located<String>>) -> Option<String> {
    located.map(|text| text.value.clone())
}

/// The column's name in the database.
fn column_name(field: &Field) -> String {
    let name = field.options.column.as_ref().or(field.column_name.as_ref()).unwrap_or(&field.ident);
    name.value.clone()
}

fn rust_column(field: &Field) -> RustColumn {
    RustColumn {
        name: column_name(field),
        field: field.ident.value.clone(),
        ident: field.column_name.as_ref().unwrap_or(&field.ident).value.clone(),
        diesel: String::new(),
        max_length: None,
    }
}
