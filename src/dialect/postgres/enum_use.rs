//! What stands on the columns of an enum, and keeps their type from being changed.

use super::create::{check, check_name, comment_on_column, line, primary_key, unique};
use super::index::{create_index, create_unique_index, drop_index, index_name};
use super::quote::{quote, quote_name};
use crate::schema::{Column, Expr, Index, IndexKey, Table};
use crate::sql::{TokenKind, words};

/// What has to be away while columns of a table get another type.
#[derive(Debug, Default)]
pub(super) struct Aside {
    pub(super) drops: Vec<String>,
    /// What that is, for a person.
    pub(super) names: Vec<String>,
    /// In an order in which it can be made again.
    pub(super) adds: Vec<String>,
}

/// The columns that are computed from one of these.
pub(super) fn computed_from<'a>(table: &'a Table, columns: &[&str]) -> Vec<&'a Column> {
    let reads = |own: &&Column| {
        own.generated.as_ref().is_some_and(|generated| columns.iter().any(|column| generated.expr.mentions(column)))
    };
    table.columns.iter().filter(reads).collect()
}

impl Aside {
    /// Adds what stands on the columns of the table: checks, indexes that are more than a list of columns, and columns
    /// that are computed from them, with all that belongs to these.
    pub(super) fn take(&mut self, table: &Table, columns: &[&str]) {
        let name = quote_name(&table.name);
        let computed = computed_from(table, columns);
        let is_computed = |column: &str| computed.iter().any(|own| own.name == column);
        let reads_computed = |expr: &Expr| computed.iter().any(|own| expr.mentions(&own.name));
        let stands = |expr: &Expr| reads_computed(expr) || !stays(expr, columns);
        let alter = |what: String| format!("ALTER TABLE {name} {what}");

        let checks: Vec<_> = table.checks.iter().filter(|own| stands(&own.expr)).collect();
        let on_computed = |index: &Index| computed.iter().any(|own| index.uses(&own.name));
        let is_more = |index: &Index| {
            let parts = index.parts.iter().filter_map(|part| match &part.key {
                IndexKey::Expr(expr) => Some(expr),
                IndexKey::Column(_) => None,
            });
            parts.chain(&index.predicate).any(&stands)
        };
        let indexes: Vec<&Index> = table.indexes.iter().filter(|index| on_computed(index) || is_more(index)).collect();
        let has_computed = |list: &[String]| list.iter().any(|column| is_computed(column));
        let uniques: Vec<_> = table.uniques.iter().filter(|own| has_computed(&own.columns)).collect();
        let key = table.primary_key.as_ref().filter(|key| has_computed(&key.columns));

        self.names.extend(checks.iter().map(|own| format!("check {}", check_name(table, own))));
        self.names.extend(indexes.iter().map(|own| format!("index {}", index_name(table, own))));
        self.names.extend(computed.iter().map(|own| format!("column {}.{}", table.name, own.name)));
        self.drops
            .extend(checks.iter().map(|own| alter(format!("DROP CONSTRAINT {}", quote(&check_name(table, own))))));
        self.drops.extend(indexes.iter().map(|own| drop_index(&table.name, &index_name(table, own), false)));
        // Their keys and unique sets go with them.
        self.drops.extend(computed.iter().map(|own| alter(format!("DROP COLUMN {}", quote(&own.name)))));
        for own in &computed {
            self.adds.push(alter(format!("ADD COLUMN {}", line(own))));
            self.adds.extend(own.comment.as_ref().map(|_| comment_on_column(&table.name, own)));
        }
        self.adds.extend(key.map(|key| alter(format!("ADD {}", primary_key(table, key)))));
        self.adds.extend(uniques.into_iter().map(|own| match own.as_index {
            true => create_unique_index(table, own),
            false => alter(format!("ADD {}", unique(table, own))),
        }));
        self.adds.extend(checks.into_iter().map(|own| alter(format!("ADD {}", check(table, own)))));
        self.adds.extend(indexes.into_iter().map(|own| create_index(table, own, false)));
    }
}

/// Whether the expression means the same for columns of another type, so that PostgreSQL takes it over by itself: it uses
/// none of them, or asks only whether one is NULL.
fn stays(expr: &Expr, columns: &[&str]) -> bool {
    if !columns.iter().any(|column| expr.mentions(column)) {
        return true;
    }
    let is_simple = |word: &crate::sql::Token<'_>| match word.kind {
        TokenKind::Word | TokenKind::Quoted => {
            ["is", "not", "null"].iter().any(|own| word.is_word(own))
                || word.identifier().is_some_and(|name| columns.iter().any(|column| name.eq_ignore_ascii_case(column)))
        }
        TokenKind::Symbol => word.is_symbol("(") || word.is_symbol(")"),
        _ => false,
    };
    words(expr.text()).iter().all(is_simple)
}
