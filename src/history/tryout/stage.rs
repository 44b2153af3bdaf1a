use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::database::{Session, SqlError};
use crate::dialect::{Dialect, Rendered};
use crate::error::{Error, Result};
use crate::history::server_says::ways_out;
use crate::schema::{Change, Fill, Object, ObjectKind, Schema, Table, TableName};

/// Makes the tables of a schema on an empty scratch database, in the words that the state has of them, with what their
/// columns may be made of. Foreign keys that cannot stand before the table that they refer to are left for later.
pub(super) fn make_tables(session: &mut dyn Session, schema: &Schema, dialect: &dyn Dialect) -> Result<()> {
    make_types(session, schema, dialect)?;
    for table in parents_first(schema) {
        let mut table = Cow::Borrowed(table);
        if !dialect.keys_may_come_first() && !table.foreign_keys.is_empty() {
            table.to_mut().foreign_keys.clear();
        }
        let created = Change::CreateTable { table: table.clone().into_owned() };
        let mut statements = dialect.render(&around(schema), &[created])?;
        if let (Some(own), Some(first)) = (&table.sql, statements.first_mut()) {
            first.sql.clone_from(own);
        }
        run(session, &statements, &table.name)?;
    }
    Ok(())
}

/// The tables in an order in which those that others inherit from come first.
fn parents_first(schema: &Schema) -> Vec<&Table> {
    let mut found: Vec<&Table> = Vec::with_capacity(schema.tables.len());
    let mut rest: Vec<(&Table, Vec<TableName>)> = schema.tables.values().map(|own| (own, own.inherits())).collect();
    while !rest.is_empty() {
        let waiting: BTreeSet<TableName> = rest.iter().map(|(own, _)| own.name.clone()).collect();
        let (next, later): (Vec<_>, Vec<_>) =
            rest.into_iter().partition(|(_, parents)| !parents.iter().any(|parent| waiting.contains(parent)));
        let is_stuck = next.is_empty();
        found.extend(next.into_iter().map(|(own, _)| own));
        rest = later;
        if is_stuck {
            // No server makes such a circle.
            found.extend(rest.drain(..).map(|(own, _)| own));
        }
    }
    found
}

/// Makes the foreign keys that were left for later.
pub(super) fn make_keys(session: &mut dyn Session, schema: &Schema, dialect: &dyn Dialect) -> Result<()> {
    if dialect.keys_may_come_first() {
        return Ok(());
    }
    for table in schema.tables.values() {
        for key in table.foreign_keys.iter().filter(|key| schema.table(&key.table).is_some()) {
            let (table, key) = (table.name.clone(), key.clone());
            let added = Change::AddForeignKey { table: table.clone(), key, fill: Fill::Nothing };
            run(session, &dialect.render(schema, &[added])?, &table)?;
        }
    }
    Ok(())
}

/// Extensions, schemas and enums, and then what else a table may need: types, domains, sequences and functions, as far as they
/// do not need tables themselves.
fn make_types(session: &mut dyn Session, schema: &Schema, dialect: &dyn Dialect) -> Result<()> {
    session.make_home(&|_| false)?;
    let extensions = schema.extensions.iter().map(|name| Change::CreateExtension { name: name.clone() });
    for change in extensions {
        for statement in dialect.render(&Schema::default(), std::slice::from_ref(&change))? {
            session.execute(&statement.sql).map_err(|error| cannot_install(session, error))?;
        }
    }
    // Models do not name the schemas that their tables are in once more.
    let namespaces: BTreeSet<String> = schema.namespaces.iter().cloned().chain(schema.inhabited()).collect();
    let namespaces = namespaces.into_iter().map(|name| Change::CreateNamespace { name });
    let enums = schema.enums.values().map(|ty| Change::CreateEnum { ty: ty.clone() });
    for change in namespaces.chain(enums) {
        run(session, &dialect.render(&Schema::default(), std::slice::from_ref(&change))?, change.table())?;
    }
    for object in schema.objects.iter().filter(|object| may_come_first(object)) {
        // What needs a table is made with the views.
        let _ = session.execute(&object.sql);
    }
    Ok(())
}

/// What the words of a table may refer to.
fn around(schema: &Schema) -> Schema {
    Schema { enums: schema.enums.clone(), namespaces: schema.namespaces.clone(), ..Schema::default() }
}

/// Whether a table may be made of it.
pub(crate) fn may_come_first(object: &Object) -> bool {
    use ObjectKind::{
        Aggregate, Cast, Collation, Domain, ForeignServer, ForeignWrapper, Function, Operator, Sequence, TextSearch,
        Type,
    };
    let kinds = [
        Aggregate,
        Cast,
        Collation,
        Domain,
        ForeignServer,
        ForeignWrapper,
        Function,
        Operator,
        Sequence,
        TextSearch,
        Type,
    ];
    kinds.contains(&object.kind) && object.table.is_none()
}

fn run(session: &mut dyn Session, statements: &[Rendered], name: &TableName) -> Result<()> {
    for statement in statements.iter().filter(|statement| !statement.sql.is_empty()) {
        session.execute(&statement.sql).map_err(|error| cannot_make(name, &error))?;
    }
    Ok(())
}

/// Makes the views, triggers and the like that stand on the tables.
pub(super) fn make_objects(session: &mut dyn Session, schema: &Schema) -> Result<()> {
    for object in &schema.objects {
        match session.execute(&object.sql) {
            // It was made before the tables.
            Err(_) if may_come_first(object) => {}
            made => made.map_err(|error| cannot_make(&object.name, &error))?,
        }
    }
    Ok(())
}

/// The tables as the database describes them: made on a scratch database, and read. Those that it does not take are
/// left out.
pub(crate) fn described(
    tables: &Schema,
    dialect: &dyn Dialect,
    scratch: &mut dyn FnMut() -> Result<Box<dyn Session>>,
) -> Result<Schema> {
    let mut session = scratch()?;
    make_types(session.as_mut(), tables, dialect)?;
    let mut made = Schema { tables: BTreeMap::new(), objects: Vec::new(), ..tables.clone() };
    for table in parents_first(tables) {
        let bare = Table { foreign_keys: Vec::new(), sql: None, ..table.clone() };
        let created = dialect.render(&around(tables), &[Change::CreateTable { table: bare }])?;
        if run(session.as_mut(), &created, &table.name).is_ok() {
            made.insert(table.clone());
        }
    }
    // Keys between those that are there.
    for table in made.tables.values() {
        for key in table.foreign_keys.iter().filter(|key| made.table(&key.table).is_some()) {
            let (table, key) = (table.name.clone(), key.clone());
            let added = Change::AddForeignKey { table: table.clone(), key, fill: Fill::Nothing };
            let _ = run(session.as_mut(), &dialect.render(&made, &[added])?, &table);
        }
    }
    session.introspect()
}

fn cannot_install(session: &mut dyn Session, error: SqlError) -> Error {
    let ways_out = ways_out(session, &error);
    let failed =
        Error::failure("the migration cannot be tried: an extension cannot be installed on a scratch database");
    ways_out.into_iter().fold(failed.because(error), Error::hint)
}

fn cannot_make(name: &TableName, error: &SqlError) -> Error {
    Error::failure(format!("the migration cannot be tried: {name} cannot be made on a scratch database"))
        .because(error.clone())
        .hint("does schema.json fit the migrations? delete it, and it is computed anew")
}

/// The schema after the changes, which `up` was rendered from: what a way back is rendered for.
///
/// A database rewrites views and triggers when a table or a column that they use is renamed, and only it knows how.
/// Where there are such, they are looked up on a scratch database.
///
/// # Errors
/// When the scratch database is not to be had or cannot be read.
pub fn foresee(
    before: &Schema,
    changes: &[Change],
    up: &[Rendered],
    dialect: &dyn Dialect,
    scratch: &mut dyn FnMut() -> Result<Box<dyn Session>>,
) -> Result<Schema> {
    let mut after = before.after(changes);
    let renames = changes.iter().any(|change| {
        matches!(change, Change::RenameTable { .. } | Change::RenameColumn { .. } | Change::RenameIndex { .. })
    });
    if !renames || before.objects.is_empty() {
        return Ok(after);
    }
    let mut session = scratch()?;
    make_tables(session.as_mut(), before, dialect)?;
    make_keys(session.as_mut(), before, dialect)?;
    make_objects(session.as_mut(), before)?;
    for statement in up.iter().filter(|statement| !statement.sql.is_empty()) {
        // What fails here fails when the migration is tried, and is told then.
        if session.execute(&statement.sql).is_err() {
            return Ok(after);
        }
    }
    after.objects = session.introspect()?.objects;
    Ok(after)
}
