use crate::database::{Session, SqlError};
use crate::dialect::{Dialect, Rendered};
use crate::error::{Error, Result};
use crate::schema::{Change, Schema, TableName};

/// Makes the tables of a schema on an empty scratch database, in the words that the state has of them.
pub(super) fn make_tables(session: &mut dyn Session, schema: &Schema, dialect: &dyn Dialect) -> Result<()> {
    for table in schema.tables.values() {
        let mut statements = dialect.render(&Schema::default(), &[Change::CreateTable { table: table.clone() }])?;
        if let (Some(own), Some(first)) = (&table.sql, statements.first_mut()) {
            first.sql.clone_from(own);
        }
        for statement in statements.iter().filter(|statement| !statement.sql.is_empty()) {
            session.execute(&statement.sql).map_err(|error| cannot_make(&table.name, &error))?;
        }
    }
    Ok(())
}

/// Makes the views, triggers and the like that stand on the tables.
pub(super) fn make_objects(session: &mut dyn Session, schema: &Schema) -> Result<()> {
    for object in &schema.objects {
        session.execute(&object.sql).map_err(|error| cannot_make(&object.name, &error))?;
    }
    Ok(())
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
    let renames =
        changes.iter().any(|change| matches!(change, Change::RenameTable { .. } | Change::RenameColumn { .. }));
    if !renames || before.objects.is_empty() {
        return Ok(after);
    }
    let mut session = scratch()?;
    make_tables(session.as_mut(), before, dialect)?;
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
