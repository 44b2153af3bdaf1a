//! Indexes.

use super::create::{collation_name, unique_name};
use super::expression::{parenthesised, plain};
use super::name::object_name;
use super::quote::{quote, quote_all, quote_beside, quote_name};
use crate::schema::{Index, IndexKey, IndexPart, NullsOrder, Table, TableName, Unique};
use crate::sql::{TokenKind, words};

/// CREATE INDEX. An index has a name, whether it was given one or not.
pub(super) fn create_index(table: &Table, index: &Index, concurrently: bool) -> String {
    let name = index_name(table, index);
    let unique = if index.unique { "UNIQUE " } else { "" };
    let way = if concurrently { "CONCURRENTLY " } else { "" };
    let method = index.using.as_deref().filter(|method| !method.eq_ignore_ascii_case("btree"));
    let method = method.map(|method| format!("USING {} ", quote(&method.to_lowercase())));
    let parts = index.parts.iter().map(part).collect::<Vec<_>>().join(", ");
    let mut text = format!(
        "CREATE {unique}INDEX {way}{} ON {} {}({parts})",
        quote(&name),
        quote_name(&table.name),
        method.unwrap_or_default()
    );
    if !index.include.is_empty() {
        text += &format!(" INCLUDE ({})", quote_all(&index.include));
    }
    if index.nulls_not_distinct {
        text += " NULLS NOT DISTINCT";
    }
    if let Some(predicate) = &index.predicate {
        text += &format!(" WHERE {}", plain(predicate));
    }
    text
}

/// CREATE UNIQUE INDEX for a unique set that is an index.
pub(super) fn create_unique_index(table: &Table, unique: &Unique) -> String {
    let index = Index {
        name: Some(unique_name(table, unique)),
        unique: true,
        include: unique.include.clone(),
        nulls_not_distinct: unique.nulls_not_distinct,
        ..Index::on(&unique.columns)
    };
    create_index(table, &index, false)
}

/// DROP INDEX; an index lives in its table's schema.
pub(super) fn drop_index(table: &TableName, name: &str, concurrently: bool) -> String {
    let way = if concurrently { "CONCURRENTLY " } else { "" };
    format!("DROP INDEX {way}{}", quote_beside(table, name))
}

/// The name that the index has, or gets.
pub(super) fn index_name(table: &Table, index: &Index) -> String {
    index.name.clone().unwrap_or_else(|| {
        let columns: Vec<&str> = index.parts.iter().map(part_name).collect();
        object_name(&table.name.name, &columns.join("_"), if index.unique { "key" } else { "idx" })
    })
}

/// What an index's name calls its part.
fn part_name(part: &IndexPart) -> &str {
    match &part.key {
        IndexKey::Column(name) => name,
        IndexKey::Expr(_) => "expr",
    }
}

fn part(part: &IndexPart) -> String {
    let mut text = match &part.key {
        IndexKey::Column(name) => quote(name),
        IndexKey::Expr(expr) if is_call(&plain(expr)) => plain(expr),
        IndexKey::Expr(expr) => parenthesised(expr),
    };
    if let Some(collation) = &part.collation {
        text += &format!(" COLLATE {}", collation_name(collation));
    }
    if let Some(class) = &part.opclass {
        text += &format!(" {class}");
    }
    if part.desc {
        text += " DESC";
    }
    match part.nulls {
        Some(NullsOrder::First) => text += " NULLS FIRST",
        Some(NullsOrder::Last) => text += " NULLS LAST",
        None => {}
    }
    text
}

/// Whether it is one call of a function, which needs no parentheses of its own.
fn is_call(text: &str) -> bool {
    let all = words(text);
    let [name, open, inner @ .., close] = all.as_slice() else { return false };
    let mut depth = 0_usize;
    name.kind == TokenKind::Word
        && quote(name.text) == name.text
        && open.is_symbol("(")
        && close.is_symbol(")")
        && inner.iter().all(|token| {
            if token.is_symbol("(") {
                depth += 1;
            } else if token.is_symbol(")") {
                if depth == 0 {
                    return false;
                }
                depth -= 1;
            }
            true
        })
        && depth == 0
}
