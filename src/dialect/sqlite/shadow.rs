//! The tables in which a virtual table keeps what it holds: SQLite makes them with it, and they go with it.

use crate::schema::{Object, ObjectKind, TableName};
use crate::sql::words;

/// What the names of such tables end in, by module.
const ENDINGS: [(&str, &[&str]); 6] = [
    ("fts3", &["content", "segdir", "segments", "docsize", "stat"]),
    ("fts4", &["content", "segdir", "segments", "docsize", "stat"]),
    ("fts5", &["config", "content", "data", "docsize", "idx"]),
    ("geopoly", &["node", "parent", "rowid"]),
    ("rtree", &["node", "parent", "rowid"]),
    ("rtree_i32", &["node", "parent", "rowid"]),
];

/// The tables that the object keeps its contents in; none for what is no virtual table, or of a module that keeps none.
pub(super) fn shadow_tables(object: &Object) -> Vec<TableName> {
    if object.kind != ObjectKind::VirtualTable {
        return Vec::new();
    }
    let words = words(&object.sql);
    let using = words.iter().position(|word| word.is_word("using"));
    let module = using.and_then(|place| words.get(place + 1)?.identifier()).unwrap_or_default();
    let known = ENDINGS.iter().find(|(own, _)| module.eq_ignore_ascii_case(own));
    let named = |ending: &&str| TableName {
        schema: object.name.schema.clone(),
        name: format!("{}_{ending}", object.name.name),
    };
    known.into_iter().flat_map(|(_, endings)| *endings).map(named).collect()
}
