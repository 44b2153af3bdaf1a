//! What stands on a table steps aside for changes that PostgreSQL refuses under it, and comes back as it was.

use super::dependents::{dependents, describe, drop_object, is_view, leaning_on_key};
use super::quote::quote_name;
use super::render::Renderer;
use super::rights;
use crate::dialect::Rendered;
use crate::dialect::reorder::{Reordered, is_rename, names, reorder};
use crate::error::{Error, Result};
use crate::schema::{Change, Object, ObjectKind, Schema, TableName, Timing};
use crate::sql::mentions;

/// See [`Dialect::render`](crate::dialect::Dialect::render).
pub(super) fn render(schema: &Schema, changes: &[Change]) -> Result<Vec<Rendered>> {
    let plain = || Ok(Renderer::walk(schema, changes).found);
    if schema.objects.is_empty() || !changes.iter().any(is_rename) {
        return plain();
    }
    // The server rewrites a view when what it stands on is renamed: it has to be there by then, so that what it is in
    // the way of comes first.
    let Ok(Reordered { early, middle, late }) = reorder(schema, changes) else { return plain() };
    let base = schema.after(&early);
    let rest = Renderer::walk(&base, &middle);
    if rest.away.is_empty() {
        return plain();
    }
    let mut found = Renderer::walk(schema, &early).found;
    for rename in &early {
        if let Some(object) = rest.away.iter().find(|object| is_stale(object, rename)) {
            let ((from, to), object) = (names(rename), describe(object));
            return Err(Error::failure(format!(
                "{from} cannot become {to} in one migration with a new {from}: {object} uses the name"
            ))
            .hint("make the rename a migration of its own, then the rest"));
        }
    }
    found.extend(rest.found);
    found.extend(Renderer::walk(&base.after(&middle), &late).found);
    Ok(found)
}

/// Whether the object's words are those of before the rename.
fn is_stale(object: &Object, rename: &Change) -> bool {
    match rename {
        Change::RenameColumn { from, .. } => mentions(&object.sql, from),
        other => mentions(&object.sql, &other.table().name),
    }
}

impl Renderer<'_> {
    /// Drops what stands on the columns until all is done.
    pub(super) fn clear_columns(&mut self, table: &TableName, columns: &[&str]) {
        let found: Vec<Object> = dependents(&self.now, table, columns).into_iter().cloned().collect();
        self.clear(found);
    }

    /// Drops what leans on the primary key until all is done.
    pub(super) fn clear_key(&mut self, table: &TableName) {
        let found: Vec<Object> = leaning_on_key(&self.now, table).into_iter().cloned().collect();
        self.clear(found);
    }

    fn clear(&mut self, found: Vec<Object>) {
        let fresh: Vec<Object> = found.into_iter().filter(|object| !self.away.contains(object)).collect();
        let mut gone = self.away.clone();
        gone.extend(fresh.iter().cloned());
        let drops: Vec<String> = fresh.iter().rev().filter_map(|object| drop_object(object, &gone)).collect();
        let named: Vec<String> = fresh.iter().filter(|own| drop_object(own, &gone).is_some()).map(describe).collect();
        let mut comments = match named.as_slice() {
            [] => Vec::new(),
            [only] => vec![format!("The {only} is in the way: dropped here, and made again below.")],
            all => vec![format!("These are in the way: dropped here, and made again below: {}.", all.join(", "))],
        };
        if fresh.iter().any(is_view) {
            self.first_view.get_or_insert(self.found.len());
        }
        for sql in drops {
            self.found.push(Rendered { comments: std::mem::take(&mut comments), sql });
        }
        self.away = gone;
    }

    /// Makes again what was dropped, in the order in which it was made first.
    pub(super) fn come_back(&mut self) {
        let away = &self.away;
        let back = self.now.objects.iter().filter(|object| away.contains(object));
        let back: Vec<Rendered> =
            back.map(|object| Rendered { comments: Vec::new(), sql: object.sql.clone() }).collect();
        self.found.extend(back);
        if let Some(place) = self.first_view {
            let views: Vec<&TableName> = away.iter().filter(|own| is_view(own)).map(|own| &own.name).collect();
            let comments = vec![rights::COMMENT.to_owned()];
            self.found.insert(place, Rendered { comments, sql: rights::remember(&views) });
            self.found.push(Rendered { comments: Vec::new(), sql: rights::GIVE_BACK.to_owned() });
        }
    }

    /// A table whose rows wait for a deferred constraint cannot be altered: constraints are looked at at once where
    /// rows were written.
    pub(super) fn settle(&mut self) {
        let writes = |sql: &str| sql.starts_with("UPDATE ") || sql.starts_with("INSERT ");
        let alters = |sql: &str| !writes(sql) && !sql.starts_with("SELECT ");
        let schemas = [self.before, &self.now];
        let waits = |sql: &str| schemas.iter().any(|schema| has_deferred(schema, sql));
        let first = self.found.iter().position(|one| writes(&one.sql) && waits(&one.sql));
        let Some(first) = first else { return };
        let rest = self.found.get(first + 1..).unwrap_or_default();
        if let Some(next) = rest.iter().position(|one| alters(&one.sql)) {
            let sql = "SET CONSTRAINTS ALL IMMEDIATE".to_owned();
            // From the beginning, so that what follows finds nothing that waits.
            let place = if rest.iter().skip(next).any(|one| writes(&one.sql)) { first } else { first + 1 + next };
            self.found.insert(place, Rendered { comments: Vec::new(), sql });
        }
    }
}

/// Whether a constraint that is looked at only at the end has to do with a table that the statement writes to.
fn has_deferred(schema: &Schema, sql: &str) -> bool {
    let deferred = |timing: Option<Timing>| timing == Some(Timing::Deferred);
    let writes_to = |name: &TableName| {
        let name = quote_name(name);
        let rest = sql.strip_prefix("UPDATE ").or_else(|| sql.strip_prefix("INSERT INTO "));
        rest.and_then(|rest| rest.strip_prefix(name.as_str())).is_some_and(|rest| rest.starts_with(' '))
    };
    let tables = schema.tables.values().any(|table| {
        let unique = table.uniques.iter().any(|own| deferred(own.timing)) && writes_to(&table.name);
        let mut keys = table.foreign_keys.iter().filter(|key| deferred(key.timing));
        unique || keys.any(|key| writes_to(&table.name) || writes_to(&key.table))
    });
    let triggers = schema.objects.iter().any(|object| {
        object.kind == ObjectKind::Trigger
            && mentions(&object.sql, "deferred")
            && object.table.as_ref().is_some_and(writes_to)
    });
    tables || triggers
}
