use crate::dialect::{Dialect, Driver, Rendered};
use crate::error::{Error, Result};
use crate::schema::{Object, ObjectKind, Schema};

/// The statements that lead from the views, triggers and functions of one schema to those of the other.
///
/// # Errors
/// When something differs of which nobody knows how it is made anew.
pub(super) fn objects(from: &Schema, to: &Schema, dialect: &dyn Dialect) -> Result<Vec<Rendered>> {
    let same =
        |one: &Object, other: &Object| one.kind == other.kind && one.name == other.name && one.table == other.table;
    let plain = |sql: String| Rendered { comments: Vec::new(), sql };
    let mut statements = Vec::new();
    for object in from.objects.iter().rev().filter(|own| !to.objects.contains(own)) {
        let is_there = to.objects.iter().any(|other| same(object, other));
        if is_there && object.kind == ObjectKind::Function && dialect.driver() == Driver::Postgres {
            // It is kept as CREATE OR REPLACE.
            continue;
        }
        let word = match object.kind {
            ObjectKind::View => "VIEW",
            ObjectKind::MaterializedView => "MATERIALIZED VIEW",
            ObjectKind::Trigger => "TRIGGER",
            ObjectKind::Index => "INDEX",
            _ => return Err(by_hand(object)),
        };
        let name = dialect.quote_name(&object.name);
        let on = match (&object.table, object.kind, dialect.driver()) {
            (Some(table), ObjectKind::Trigger, Driver::Postgres) => format!(" ON {}", dialect.quote_name(table)),
            _ => String::new(),
        };
        statements.push(plain(format!("DROP {word} IF EXISTS {name}{on}")));
    }
    let made = to.objects.iter().filter(|own| !from.objects.contains(own));
    statements.extend(made.map(|object| plain(object.sql.clone())));
    Ok(statements)
}

fn by_hand(object: &Object) -> Error {
    Error::failure(format!(
        "{} {} depends on which branch runs last, and is not made anew here",
        object.kind, object.name
    ))
    .hint(
        "write the merge by hand: `manage merge` cannot, but the header of any migration may name several in `Revises`",
    )
}
