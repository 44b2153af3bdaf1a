use std::collections::BTreeSet;

use crate::history::Script;
use crate::schema::{Schema, TableName};
use crate::sql::{Token, tells_its_effects};

/// The tables of the schema whose rows the scripts can do something to: those that they name, and whatever refers to
/// these; all of them where a statement may do anything.
pub(super) fn touched(schema: &Schema, scripts: &[&Script]) -> BTreeSet<TableName> {
    let mut said = BTreeSet::new();
    for statement in scripts.iter().flat_map(|script| &script.statements) {
        let words = statement.words();
        if !tells_its_effects(&words) {
            return schema.tables.keys().cloned().collect();
        }
        said.extend(words.iter().filter_map(Token::identifier).map(|name| name.to_lowercase()));
    }
    let named = schema.tables.keys().filter(|name| said.contains(&name.name.to_lowercase()));
    let mut open: Vec<&TableName> = named.collect();
    let mut found: BTreeSet<TableName> = open.iter().copied().cloned().collect();
    if open.is_empty() {
        return found;
    }
    let children = schema.children();
    while let Some(name) = open.pop() {
        for child in children.get(name).into_iter().flatten() {
            if found.insert(child.name.clone()) {
                open.push(&child.name);
            }
        }
    }
    found
}
