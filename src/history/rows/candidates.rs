use std::collections::BTreeSet;

use crate::schema::{Column, Table};
use crate::sql::{TokenKind, tokens};

/// What could satisfy the checks that are about the column: the literals in them and their neighbours. `None` if there
/// are no such checks.
pub(super) fn candidates(table: &Table, column: &Column) -> Option<Vec<String>> {
    let checks: Vec<_> = table.checks.iter().filter(|check| check.expr.mentions(&column.name)).collect();
    if checks.is_empty() {
        return None;
    }
    let mut found: Vec<String> = Vec::new();
    for token in checks.iter().flat_map(|check| tokens(check.expr.text())) {
        match token.kind {
            TokenKind::Text => found.push(token.text.to_owned()),
            TokenKind::Number => {
                let number: Option<i64> = token.text.parse().ok();
                let around = number.map(|number| [number.saturating_add(1), number.saturating_sub(1)]);
                found.push(token.text.to_owned());
                found.extend(around.into_iter().flatten().map(|number| number.to_string()));
            }
            _ => {}
        }
    }
    found.extend(["0", "1", "100", "'a'", "''", "'a@example.com'", "'{}'"].map(str::to_owned));
    if column.nullable {
        found.push("NULL".to_owned());
    }
    let mut seen = BTreeSet::new();
    found.retain(|value| seen.insert(value.clone()));
    Some(found)
}
