//! The form of a schema in which equal means equal.

use super::index_part::canonical_part;
use crate::schema::{Check, Column, Expr, Index, IndexKey, Schema, Table, Unique};
use crate::sql::{Token, TokenKind, words};

/// See [`Dialect::canonicalise`](crate::dialect::Dialect::canonicalise).
pub(super) fn canonicalise(schema: &mut Schema) {
    for table in schema.tables.values_mut() {
        // SQLite keeps no comments: what a model says is for readers of the model.
        table.comment = None;
        table.columns.iter_mut().for_each(|column| column.comment = None);
        let indexes = std::mem::take(&mut table.indexes);
        for mut index in indexes {
            index.parts.iter_mut().for_each(|part| canonical_part(part, &table.columns));
            match as_unique(&index) {
                Some(unique) => table.uniques.push(unique),
                None => table.indexes.push(index),
            }
        }
        let checks = std::mem::take(&mut table.checks);
        for check in checks {
            if !move_into_column(table, &check) {
                table.checks.push(check);
            }
        }
    }
}

/// The unique set that a plain unique index is.
fn as_unique(index: &Index) -> Option<Unique> {
    let plain = index.unique && index.predicate.is_none() && index.using.is_none() && index.include.is_empty();
    let columns = index.parts.iter().map(|part| match &part.key {
        IndexKey::Column(name) if plain && !part.desc && part.collation.is_none() => Some(name.clone()),
        _ => None,
    });
    let columns = columns.collect::<Option<Vec<String>>>()?;
    Some(Unique { name: index.name.clone(), columns, as_index: true, ..Unique::default() })
}

/// Turns an unnamed check that lists the values of a TEXT column into that list; says whether it was one.
fn move_into_column(table: &mut Table, check: &Check) -> bool {
    if check.name.is_some() {
        return false;
    }
    let Some((name, values)) = listed_values(&check.expr) else { return false };
    let column = table.columns.iter_mut().find(|column| column.name.eq_ignore_ascii_case(&name));
    match column {
        Some(column @ Column { values: None, .. }) if column.ty.key() == "text" => {
            column.values = Some(values);
            true
        }
        _ => false,
    }
}

/// The column and the values of `column IN ('a', 'b')`; `None` for anything else.
fn listed_values(expr: &Expr) -> Option<(String, Vec<String>)> {
    let key = expr.key();
    let all: Vec<Token<'_>> = words(key);
    let [column, word, open, list @ .., close] = all.as_slice() else { return None };
    if !word.is_word("in") || !open.is_symbol("(") || !close.is_symbol(")") {
        return None;
    }
    let mut values = Vec::new();
    for pair in list.chunks(2) {
        let (value, comma) = (pair.first()?, pair.get(1));
        let last = comma.is_none();
        if value.kind != TokenKind::Text || !value.text.starts_with('\'') || !(last || comma?.is_symbol(",")) {
            return None;
        }
        values.push(value.text[1..value.text.len() - 1].replace("''", "'"));
    }
    let separated = list.len() % 2 == 1;
    Some((column.identifier()?, values)).filter(|_| separated)
}

#[cfg(test)]
mod tests {
    use super::canonicalise;
    use crate::schema::{Check, Column, Index, IndexPart, Schema, Table, Unique};

    fn table(column: Column, check: Check) -> Table {
        let mut table = Table::new("posts");
        table.columns.push(column);
        table.checks.push(check);
        let mut schema = Schema::default();
        schema.insert(table);
        canonicalise(&mut schema);
        schema.tables.remove(&"posts".into()).unwrap()
    }

    #[test]
    fn a_check_that_lists_values_becomes_the_columns_values() {
        for (expr, values) in [
            ("status IN ('draft', 'published')", vec!["draft", "published"]),
            ("(\"Status\" in ('it''s'))", vec!["it's"]),
            ("status /* why */ IN ('a','a b' , 'C')", vec!["a", "a b", "C"]),
        ] {
            let table = table(Column::new("status", "TEXT"), Check { name: None, expr: expr.into() });
            assert_eq!(table.columns[0].values.as_deref().unwrap(), values, "{expr}");
            assert!(table.checks.is_empty());
        }
    }

    #[test]
    fn any_other_check_stays_a_check() {
        for (name, ty, expr) in [
            (Some("c"), "TEXT", "status IN ('a')"),
            (None, "VARCHAR(5)", "status IN ('a')"),
            (None, "TEXT", "other IN ('a')"),
            (None, "TEXT", "status IN ()"),
            (None, "TEXT", "status IN ('a',)"),
            (None, "TEXT", "status IN ('a' 'b')"),
            (None, "TEXT", "status IN ('a', 1)"),
            (None, "TEXT", "status IN (x'00')"),
            (None, "TEXT", "status IN ('a') OR 1"),
            (None, "TEXT", "status NOT IN ('a')"),
            (None, "TEXT", "(status) IN ('a')"),
            (None, "TEXT", "status IN (('a'))"),
            (None, "TEXT", "status IN ('a"),
        ] {
            let check = Check { name: name.map(str::to_owned), expr: expr.into() };
            let table = table(Column::new("status", ty), check.clone());
            assert_eq!((table.columns[0].values.as_ref(), table.checks), (None, vec![check]), "{expr}");
        }
    }

    #[test]
    fn comments_are_no_part_of_the_schema() {
        let mut column = Column::new("status", "TEXT");
        column.comment = Some("how far it is".into());
        let mut commented = Table::new("posts");
        commented.comment = Some("all posts".into());
        commented.columns.push(column);
        let mut schema = Schema::default();
        schema.insert(commented);
        canonicalise(&mut schema);
        let table = &schema.tables[&"posts".into()];
        assert_eq!((&table.comment, &table.columns[0].comment), (&None, &None));
    }

    #[test]
    fn a_plain_unique_index_is_a_unique_set() {
        let plain = Index { unique: true, name: Some("u".into()), ..Index::on(["a", "b"]) };
        let desc = Index { parts: vec![IndexPart { desc: true, ..IndexPart::column("a") }], ..plain.clone() };
        let partial = Index { predicate: Some("a > 0".into()), ..plain.clone() };
        let mut table = Table::new("t");
        table.indexes = vec![Index::on(["a"]), plain, desc.clone(), partial.clone()];
        let mut schema = Schema::default();
        schema.insert(table);
        canonicalise(&mut schema);
        let table = &schema.tables[&"t".into()];
        assert_eq!(table.indexes, vec![Index::on(["a"]), desc, partial]);
        let columns = vec!["a".to_owned(), "b".to_owned()];
        let expected = Unique { name: Some("u".into()), columns, as_index: true, ..Unique::default() };
        assert_eq!(table.uniques, vec![expected]);
    }
}
