//! Columns that are made anew, with all that goes with them: what is computed cannot be altered, nor what that is computed
//! from.

use super::create::{check, comment_on_column, definition, foreign_key, line, unique};
use super::expression::plain;
use super::index::{create_index, create_unique_index};
use super::quote::{quote, quote_name};
use super::render::Renderer;
use crate::schema::{Column, Table};

impl Renderer<'_> {
    /// A column made anew, with the indexes and constraints that go with it.
    pub(super) fn new_column(&mut self, table: &Table, before: &Column, after: &Column) -> Vec<String> {
        let name = quote_name(&table.name);
        let own = quote(&before.name);
        let mut found = vec![format!("ALTER TABLE {name} DROP COLUMN {own}")];
        match before.generated.as_ref().filter(|_| after.generated.is_none()) {
            // It keeps what was computed.
            Some(generated) => {
                found.push(format!("ALTER TABLE {name} ADD COLUMN {}", definition(after, false)));
                found.push(format!("UPDATE {name} SET {own} = {}", plain(&generated.expr)));
                if !after.nullable {
                    found.push(format!("ALTER TABLE {name} ALTER COLUMN {own} SET NOT NULL"));
                }
            }
            None => found.push(format!("ALTER TABLE {name} ADD COLUMN {}", line(after))),
        }
        found.extend(belongings(table, &before.name));
        found.extend(after.comment.as_ref().map(|_| comment_on_column(&table.name, after)));
        found
    }

    /// A column keeps its type while another is computed from it: that one goes, and comes back.
    pub(super) fn around_generated(&self, table: &Table, column: &Column, statements: Vec<String>) -> Vec<String> {
        let computed = computed_from(table, column);
        let name = quote_name(&table.name);
        let drops = computed.iter().map(|own| format!("ALTER TABLE {name} DROP COLUMN {}", quote(&own.name)));
        let adds = computed.iter().flat_map(|own| {
            std::iter::once(format!("ALTER TABLE {name} ADD COLUMN {}", line(own)))
                .chain(belongings(table, &own.name))
                .chain(own.comment.as_ref().map(|_| comment_on_column(&table.name, own)))
        });
        drops.chain(statements).chain(adds).collect()
    }
}

/// The columns that are computed from this one.
pub(super) fn computed_from<'a>(table: &'a Table, column: &Column) -> Vec<&'a Column> {
    let computed = |own: &&Column| own.generated.as_ref().is_some_and(|other| other.expr.mentions(&column.name));
    table.columns.iter().filter(computed).collect()
}

/// What goes with a column and has to be made again with it.
fn belongings(table: &Table, column: &str) -> Vec<String> {
    let name = quote_name(&table.name);
    let holds = |columns: &[String]| columns.iter().any(|own| own == column);
    let uniques = table.uniques.iter().filter(|own| holds(&own.columns)).map(|own| match own.as_index {
        true => create_unique_index(table, own),
        false => format!("ALTER TABLE {name} ADD {}", unique(table, own)),
    });
    let keys = table.foreign_keys.iter().filter(|key| holds(&key.columns));
    let keys = keys.map(|key| format!("ALTER TABLE {name} ADD {}", foreign_key(table, key)));
    let checks = table.checks.iter().filter(|own| own.expr.mentions(column));
    let checks = checks.map(|own| format!("ALTER TABLE {name} ADD {}", check(table, own)));
    let indexes = table.indexes.iter().filter(|index| index.uses(column));
    let indexes = indexes.map(|index| create_index(table, index, false));
    uniques.chain(keys).chain(checks).chain(indexes).collect()
}
