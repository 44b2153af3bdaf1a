//! Indexes as each database has them.

use diesel_manage::internals::schema::{Column, Expr, Index, IndexKey, IndexPart, NullsOrder, Table};

use super::{Family, Words};

/// The index of that number on the column, if the database has such a one. It can name a value of an enum that comes and
/// goes.
pub(super) fn index(words: &Words, table: &Table, column: &Column, number: u8, passing: Option<&str>) -> Option<Index> {
    let name = column.name.as_str();
    let family = words.family(column);
    let (pg, my) = (words.is_postgres(), words.is_mysql());
    let mut index = Index::on([name]);
    let part = index.parts.first_mut()?;
    match number {
        1 => part.desc = true,
        2 if words.rich_indexes => index.parts = vec![IndexPart::expr(words.computed(column)?)],
        3 if words.rich_indexes => {
            index.predicate = Some(Expr::new(format!("{} IS NOT NULL", words.dialect().quote(name))));
        }
        4 => index.name = Some(format!("by_{name}_of_{}", table.name.name)),
        5 => {}
        6 if pg => index.include = vec!["id".to_owned()],
        6 if my && family.is_text() => part.prefix = Some(5),
        7 if pg => index.using = Some(if family == Family::List { "gin" } else { "hash" }.to_owned()),
        7 if my && family.is_text() => index.using = Some("fulltext".to_owned()),
        8 if pg => {
            index.unique = true;
            index.predicate = Some(Expr::new(format!("{} IS NOT NULL", words.dialect().quote(name))));
        }
        9 if pg && family.is_text() => part.opclass = Some("text_pattern_ops".to_owned()),
        10 if pg => part.nulls = Some(NullsOrder::First),
        11 if pg && family.is_text() => part.collation = Some("POSIX".to_owned()),
        12 => index.parts.push(IndexPart { desc: true, ..IndexPart::column("id") }),
        13 if pg => {
            index.unique = true;
            index.nulls_not_distinct = true;
            index.parts.first_mut()?.desc = true;
        }
        // Which rows, by a value of an enum.
        14 if words.rich_indexes && family == Family::Choice => {
            index.parts = vec![IndexPart::column("id")];
            index.predicate = Some(words.not_never(column, passing)?);
        }
        15 if words.rich_indexes && family == Family::Choice => {
            index.parts = vec![IndexPart::expr(words.not_never(column, passing)?)];
        }
        _ => return None,
    }
    // MySQL has no index on all of a long text, but for one on its words.
    let whole = my && family == Family::Large && index.using.is_none();
    for part in index.parts.iter_mut().filter(|part| whole && part.key == IndexKey::Column(name.to_owned())) {
        part.prefix = part.prefix.or(Some(9));
    }
    Some(index)
}
