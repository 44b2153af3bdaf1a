//! Changes as statements: in place where SQLite can, by way of one rebuild where it cannot.

use std::collections::{BTreeMap, BTreeSet};

use super::dependents::{dependents, describe};
use super::drop::drop_in_order;
use super::native;
use super::note::notes;
use super::old::{parents_first, with_children, with_parents};
use super::rebuild::Rebuild;
use super::unfolding::{Later, Sequels, Unfolding};
use crate::dialect::Rendered;
use crate::dialect::reorder::{Reordered, names, reorder};
use crate::error::{Error, Result};
use crate::schema::{Action, Change, ObjectKind, Schema, TableName};
use crate::sql::mentions;

/// See [`Dialect::render`](crate::dialect::Dialect::render).
pub(super) fn render(schema: &Schema, changes: &[Change]) -> Result<Vec<Rendered>> {
    let needs = Needs::of(schema, changes);
    let mut found = Vec::new();
    if needs.changed.is_empty() {
        found.extend(in_place(schema, changes, &BTreeSet::new()));
        // No change makes an object: where there are none, there is nothing to look at.
        if !schema.objects.is_empty() {
            found.extend(probe(&schema.after(changes), &gone(changes)));
        }
        return Ok(found);
    }
    let Reordered { early, middle, late } = reorder(schema, changes)?;
    found.extend(in_place(schema, &early, &BTreeSet::new()));
    let base = schema.after(&early);
    let target = base.after(&middle);
    let Needs { changed, dropped } = Needs::of(&base, &middle);
    // New references count as well: a table that is renamed takes along whatever refers to it already.
    let mut tables = changed.clone();
    loop {
        let more = with_children(&target, with_children(&base, tables.clone(), &dropped), &dropped);
        if more == tables {
            break;
        }
        tables = more;
    }
    refuse_stale_text(&base, &tables, &early)?;
    found.extend(in_place(&base, &middle, &tables));
    found.extend(Rebuild { base: &base, target: &target, changes: &middle, changed, tables }.statements());
    found.extend(probe(&target, &gone(&middle)));
    found.extend(in_place(&target, &without_the_gone(&target, late), &BTreeSet::new()));
    Ok(found)
}

/// The renames less those of what is gone by then: something can be renamed first and dropped later.
fn without_the_gone(target: &Schema, renames: Vec<Change>) -> Vec<Change> {
    let mut now = target.clone();
    let mut is_there = |rename: &Change| {
        let table = now.table(rename.table());
        let is_there = match rename {
            Change::RenameColumn { from, .. } => table.is_some_and(|table| table.column(from).is_some()),
            _ => table.is_some(),
        };
        now.apply(rename);
        is_there
    };
    renames.into_iter().filter(|rename| is_there(rename)).collect()
}

/// What the changes ask for beyond ALTER TABLE.
struct Needs {
    /// The tables that have to be made anew, or to be dropped while others still refer to them.
    changed: BTreeSet<TableName>,
    /// The tables that can simply be dropped.
    dropped: BTreeSet<TableName>,
}

impl Needs {
    fn of(schema: &Schema, changes: &[Change]) -> Self {
        let mut needs = Self { changed: BTreeSet::new(), dropped: BTreeSet::new() };
        let mut created = BTreeSet::new();
        walk(schema, changes, |Step { place, change, later, is_absorbed }, schema| match change {
            Change::CreateTable { table } => {
                created.insert(table.name.clone());
            }
            Change::DropTable { table } => {
                needs.dropped.insert(table.name.clone());
            }
            _ if is_absorbed || created.contains(change.table()) => {}
            _ if native::needs_rebuild(schema.before(place), change, later) => {
                needs.changed.insert(change.table().clone());
            }
            _ => {}
        });
        if needs.dropped.is_empty() {
            return needs;
        }
        // A table that something living refers to, if only by way of other dropped ones, would take rows along.
        let living: BTreeSet<TableName> =
            schema.tables.keys().filter(|name| !needs.dropped.contains(*name)).cloned().collect();
        let referred = with_parents(schema, living);
        let (held, dropped): (BTreeSet<TableName>, BTreeSet<TableName>) =
            needs.dropped.into_iter().partition(|name| referred.contains(name));
        // What else happens to a table that goes is of no interest.
        needs.changed.retain(|name| !dropped.contains(name));
        needs.dropped = dropped;
        needs.changed.extend(held);
        needs
    }
}

/// A change on the way.
struct Step<'a> {
    place: usize,
    change: &'a Change,
    /// What follows about the same table.
    later: &'a Later<'a>,
    /// Whether an earlier change has taken it into its statement.
    is_absorbed: bool,
}

/// Goes through the changes of the schema.
fn walk(schema: &Schema, changes: &[Change], mut step: impl FnMut(Step<'_>, &mut Unfolding<'_>)) {
    let sequels = Sequels::new(changes);
    let mut unfolding = Unfolding::new(schema, changes);
    let mut absorbed = BTreeSet::new();
    for (place, change) in changes.iter().enumerate() {
        let later = sequels.after(place, change);
        let is_absorbed = absorbed.contains(&place);
        step(Step { place, change, later, is_absorbed }, &mut unfolding);
        if !is_absorbed {
            absorbed.extend(native::absorbed(change, later));
        }
    }
}

/// The changes of all tables but those of the rebuild, one after the other.
fn in_place(schema: &Schema, changes: &[Change], rebuilt: &BTreeSet<TableName>) -> Vec<Rendered> {
    let mut found = Vec::new();
    let mut drops_are_due = true;
    walk(schema, changes, |Step { place, change, later, is_absorbed }, schema| {
        if is_in_vain(change, later) {
            schema.skip(place);
        } else if matches!(change, Change::DropTable { .. }) {
            if std::mem::take(&mut drops_are_due) {
                found.extend(drop_tables(schema.before(place), changes, rebuilt));
            }
        } else if !is_absorbed && !rebuilt.contains(change.table()) {
            // A new table is all that its statements are made of.
            let is_new = matches!(change, Change::CreateTable { .. });
            let now = schema.before(if is_new { 0 } else { place });
            let mut statements = native::statements(now, change, later);
            if let Some(first) = statements.first_mut() {
                first.comments = notes(change, now.table(change.table()));
            }
            found.extend(statements);
        }
    });
    found
}

/// Whether the change is about a part of a table that goes.
fn is_in_vain(change: &Change, later: &Later<'_>) -> bool {
    let moves = matches!(change, Change::CreateTable { .. } | Change::DropTable { .. } | Change::RenameTable { .. });
    !moves && later.iter().any(|(_, later)| matches!(later, Change::DropTable { .. }))
}

/// All tables that simply go, referring ones first; where they refer to each other in a circle, keys are looked at
/// when all are gone.
fn drop_tables(schema: &Schema, changes: &[Change], rebuilt: &BTreeSet<TableName>) -> Vec<Rendered> {
    let tables: BTreeSet<TableName> = changes
        .iter()
        .filter(|change| matches!(change, Change::DropTable { .. }))
        .map(|change| change.table().clone())
        .filter(|name| !rebuilt.contains(name))
        .collect();
    let order = parents_first(schema, &tables);
    let places: BTreeMap<&TableName, usize> = order.iter().enumerate().map(|(place, name)| (name, place)).collect();
    let refers_forward = order.iter().enumerate().any(|(place, name)| {
        let keys = schema.table(name).map(|table| table.foreign_keys.as_slice()).unwrap_or_default();
        keys.iter().any(|key| {
            let restricts_itself = key.table == *name && key.on_delete == Action::Restrict;
            restricts_itself || places.get(&key.table).is_some_and(|later| *later > place)
        })
    });
    let children_first: Vec<TableName> = order.iter().rev().cloned().collect();
    let drops = drop_in_order(schema, &children_first, |name| name.name.clone());
    let drops = drops.into_iter().map(|(sql, name)| Rendered {
        comments: name.iter().map(|name| format!("The rows of {name} are lost.")).collect(),
        sql,
    });
    let pragma = |state: &str| refers_forward.then(|| sql(&format!("PRAGMA defer_foreign_keys = {state}")));
    pragma("ON").into_iter().chain(drops).chain(pragma("OFF")).collect()
}

/// Views and triggers are made again word for word, which is wrong where an early rename had SQLite rewrite them.
fn refuse_stale_text(base: &Schema, tables: &BTreeSet<TableName>, early: &[Change]) -> Result<()> {
    let objects = dependents(base, tables);
    for rename in early {
        let name = match rename {
            Change::RenameColumn { from, .. } => from,
            other => &other.table().name,
        };
        if let Some(object) = objects.iter().find(|object| mentions(&object.sql, name)) {
            let (from, to) = names(rename);
            let object = describe(object);
            return Err(Error::failure(format!(
                "{from} cannot become {to} in one migration with a new {from}: {object} uses the name"
            ))
            .hint("make the rename a migration of its own, then the rest"));
        }
    }
    Ok(())
}

/// The names of columns and tables that the changes take away.
fn gone<'a>(changes: &'a [Change]) -> Vec<&'a str> {
    let name = |change: &'a Change| match change {
        Change::DropTable { table } => Some(table.name.name.as_str()),
        Change::DropColumn { column, .. } => Some(column.name.as_str()),
        _ => None,
    };
    changes.iter().filter_map(name).collect()
}

/// SQLite makes a view or a trigger without looking whether what it uses is there, and looks at all of them
/// whenever a table is renamed.
fn probe(target: &Schema, gone: &[&str]) -> Vec<Rendered> {
    let concerned = target.objects.iter().any(|object| {
        matches!(object.kind, ObjectKind::View | ObjectKind::Trigger)
            && gone.iter().any(|name| mentions(&object.sql, name))
    });
    if !concerned {
        return Vec::new();
    }
    vec![
        Rendered {
            comments: vec!["Fails if a view or a trigger uses what is gone: a rename looks at all of them.".to_owned()],
            sql: "CREATE TABLE manage_probe (id INTEGER)".to_owned(),
        },
        sql("ALTER TABLE manage_probe RENAME TO manage_probed"),
        sql("DROP TABLE manage_probed"),
    ]
}

fn sql(text: &str) -> Rendered {
    Rendered { comments: Vec::new(), sql: text.to_owned() }
}
