//! The form of a schema in which equal means equal.

use super::canonical_type::canonical_type;
use super::rewrite::rewrite;
use crate::schema::{ColumnType, Expr, Index, IndexKey, Schema, Table, Unique, name_of_type};

/// See [`Dialect::canonicalise`](crate::dialect::Dialect::canonicalise).
pub(super) fn canonicalise(schema: &mut Schema) {
    let enums = &schema.enums;
    let is_enum = |ty: &ColumnType| name_of_type(ty).is_some_and(|name| enums.contains_key(&name));
    schema.tables.values_mut().for_each(|own| table(own, &is_enum));
}

fn table(table: &mut Table, is_enum: &dyn Fn(&ColumnType) -> bool) {
    for column in &mut table.columns {
        // Where another schema is searched first, an enum may be in `public`.
        if !is_enum(&column.ty) {
            column.ty = canonical_type(column.ty.text());
        }
        column.default = column.default.take().map(|default| rewrite(&default)).filter(|own| own.key() != "null");
        if let Some(generated) = &mut column.generated {
            generated.expr = rewrite(&generated.expr);
        }
        column.collation = column.collation.take().filter(|name| name != "default");
    }
    for check in &mut table.checks {
        check.expr = rewrite(&check.expr);
    }
    for index in std::mem::take(&mut table.indexes) {
        let index = canonical_index(index, table);
        match as_unique(&index) {
            Some(unique) => table.uniques.push(unique),
            None => table.indexes.push(index),
        }
    }
}

fn canonical_index(mut index: Index, table: &Table) -> Index {
    index.using = index.using.map(|method| method.to_lowercase()).filter(|method| method != "btree");
    index.predicate = index.predicate.map(|predicate| rewrite(&predicate));
    for part in &mut index.parts {
        if let IndexKey::Expr(expr) = &part.key {
            let expr: Expr = rewrite(expr);
            let column = table.columns.iter().find(|column| super::quote::quote(&column.name) == expr.text());
            part.key = column.map_or(IndexKey::Expr(expr), |column| IndexKey::Column(column.name.clone()));
        }
        // NULLs stand where they stand anyway.
        part.nulls = part.nulls.filter(|nulls| (*nulls == crate::schema::NullsOrder::First) != part.desc);
    }
    index
}

/// The unique set that a plain unique index is.
fn as_unique(index: &Index) -> Option<Unique> {
    let plain = index.unique && index.predicate.is_none() && index.using.is_none();
    let columns = index.parts.iter().map(|part| match &part.key {
        IndexKey::Column(name)
            if plain && !part.desc && part.collation.is_none() && part.opclass.is_none() && part.nulls.is_none() =>
        {
            Some(name.clone())
        }
        _ => None,
    });
    let columns = columns.collect::<Option<Vec<String>>>()?;
    Some(Unique {
        name: index.name.clone(),
        columns,
        as_index: true,
        nulls_not_distinct: index.nulls_not_distinct,
        include: index.include.clone(),
        ..Unique::default()
    })
}
