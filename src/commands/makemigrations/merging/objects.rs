use crate::dialect::postgres::anew;
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
    let anew = (dialect.driver() == Driver::Postgres).then(|| anew(from, to)).flatten();
    let goes = |object: &Object| anew.as_ref().is_some_and(|anew| anew.takes(object));
    let mut statements: Vec<Rendered> = anew.iter().map(|anew| anew.remember.clone()).collect();
    for object in anew.iter().flat_map(|anew| anew.gone.iter().rev()) {
        statements.extend(anew.as_ref().and_then(|anew| anew.drop(object)).map(plain));
    }
    for object in from.objects.iter().rev().filter(|own| !to.objects.contains(own) && !goes(own)) {
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
    // Rights that nothing but a migration gives are given back as well.
    let comes = |own: &&Object| !from.objects.contains(own) || (goes(own) && own.kind != ObjectKind::Right);
    let made = to.objects.iter().filter(comes);
    statements.extend(made.map(|object| plain(object.sql.clone())));
    statements.extend(anew.map(|anew| anew.give_back));
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
