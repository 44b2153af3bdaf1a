use serde::Deserialize;

use super::catalog::{Catalog, OURS, Tables};
use crate::database::session::SqlError;
use crate::schema::{Expr, Index, IndexKey, IndexPart, NullsOrder, Unique};

/// A part of an index as the query gives it.
#[derive(Deserialize)]
struct Part {
    column: Option<String>,
    expr: Option<String>,
    key: bool,
    desc: bool,
    nulls_first: bool,
    opclass: Option<String>,
    collation: Option<String>,
}

/// The indexes of the tables, but those that are the shadow of a constraint. An expression has the collation of what it is
/// made of, which only the whole statement tells from one of its own.
pub(super) fn read(catalog: &mut Catalog<'_>, tables: &mut Tables) -> Result<(), SqlError> {
    let rows = catalog.rows(&format!(
        "SELECT i.indrelid, x.relname, i.indisunique, m.amname, pg_catalog.pg_get_expr(i.indpred, i.indrelid), \
         i.nulls_not_distinct, \
         (SELECT pg_catalog.json_agg(pg_catalog.json_build_object( \
          'column', a.attname, \
          'expr', CASE WHEN a.attname IS NULL THEN pg_catalog.pg_get_indexdef(i.indexrelid, k.place::integer, false) END, \
          'key', k.place <= i.indnkeyatts, \
          'desc', k.place <= i.indnkeyatts AND m.amname = 'btree' AND i.indoption[k.place - 1] & 1 = 1, \
          'nulls_first', k.place <= i.indnkeyatts AND m.amname = 'btree' AND i.indoption[k.place - 1] & 2 = 2, \
          'opclass', CASE WHEN k.place <= i.indnkeyatts AND (ia.attoptions IS NOT NULL OR i.indclass[k.place - 1] IN \
           (SELECT oc.oid FROM pg_catalog.pg_opclass oc WHERE NOT oc.opcdefault)) \
           THEN (SELECT oc.opcname FROM pg_catalog.pg_opclass oc WHERE oc.oid = i.indclass[k.place - 1]) \
           || COALESCE('(' || pg_catalog.array_to_string(ia.attoptions, ', ') || ')', '') END, \
          'collation', CASE WHEN k.place <= i.indnkeyatts AND ia.attcollation <> 0 AND ia.attcollation <> \
           COALESCE(a.attcollation, (SELECT t.typcollation FROM pg_catalog.pg_type t WHERE t.oid = ia.atttypid)) \
           THEN (SELECT o.collname FROM pg_catalog.pg_collation o WHERE o.oid = ia.attcollation \
           AND (a.attname IS NOT NULL OR pg_catalog.strpos(pg_catalog.pg_get_indexdef(i.indexrelid), \
           pg_catalog.pg_get_indexdef(i.indexrelid, k.place::integer, false) || ' COLLATE ') > 0)) END) \
          ORDER BY k.place) \
          FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, place) \
          LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number AND k.number <> 0 \
          LEFT JOIN pg_catalog.pg_attribute ia ON ia.attrelid = i.indexrelid AND ia.attnum = k.place) \
         FROM (SELECT false AS indnullsnotdistinct) AS before_15 CROSS JOIN LATERAL \
         (SELECT i.*, indnullsnotdistinct AS nulls_not_distinct FROM pg_catalog.pg_index i) AS i \
         JOIN pg_catalog.pg_class c ON c.oid = i.indrelid \
         JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid JOIN pg_catalog.pg_am m ON m.oid = x.relam \
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
         WHERE c.relkind IN ('r', 'p') AND NOT x.relispartition AND i.indisvalid AND {OURS} {} \
         AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint k WHERE k.conindid = i.indexrelid \
         AND k.contype IN ('p', 'u', 'x')) ORDER BY i.indrelid, x.relname",
        catalog.only
    ))?;
    for mut row in rows {
        let Some(table) = tables.get_mut(&row.text()) else { continue };
        let (name, unique, method, predicate) = (row.text(), row.flag(), row.text(), row.maybe());
        let nulls_not_distinct = row.flag();
        let parts: Vec<Part> = row.maybe().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let include: Vec<String> =
            parts.iter().filter(|part| !part.key).filter_map(|part| part.column.clone()).collect();
        let index = Index {
            name: Some(name),
            parts: parts.into_iter().filter(|part| part.key).map(part).collect(),
            unique,
            predicate: predicate.map(Expr::new),
            using: (method != "btree").then_some(method),
            include,
            nulls_not_distinct,
        };
        match plain(&index) {
            Some(columns) => table.uniques.push(Unique {
                name: index.name,
                columns,
                as_index: true,
                nulls_not_distinct,
                include: index.include,
                ..Unique::default()
            }),
            None => table.indexes.push(index),
        }
    }
    Ok(())
}

fn part(part: Part) -> IndexPart {
    let key = match (part.column, part.expr) {
        (Some(column), _) => IndexKey::Column(column),
        (None, expr) => IndexKey::Expr(Expr::new(expr.unwrap_or_default())),
    };
    // Upwards they stand last, downwards first.
    let nulls = match (part.desc, part.nulls_first) {
        (false, true) => Some(NullsOrder::First),
        (true, false) => Some(NullsOrder::Last),
        _ => None,
    };
    IndexPart { key, desc: part.desc, collation: part.collation, opclass: part.opclass, nulls, prefix: None }
}

/// The columns of an index that merely says that no two rows share them.
fn plain(index: &Index) -> Option<Vec<String>> {
    let column = |part: &IndexPart| match (&part.key, part) {
        (IndexKey::Column(name), IndexPart { desc: false, collation: None, opclass: None, nulls: None, .. }) => {
            Some(name.clone())
        }
        _ => None,
    };
    let simple = index.unique && index.predicate.is_none() && index.using.is_none();
    index.parts.iter().map(column).collect::<Option<Vec<_>>>().filter(|_| simple)
}
