use super::catalog::{Catalog, OURS, Tables};
use super::objects::Found;
use crate::database::session::SqlError;
use crate::schema::{Action, Check, Expr, ForeignKey, Object, ObjectKind, PrimaryKey, Timing, Unique};

/// The keys and checks of the tables. What a table cannot say of itself (exclusion, checks that are not inherited, keys
/// that match in full or set only some columns to NULL, what is not enforced or is about periods) is given as objects.
pub(super) fn read(catalog: &mut Catalog<'_>, tables: &mut Tables) -> Result<Vec<Found>, SqlError> {
    let names = |list: &str, of: &str| {
        format!(
            "(SELECT pg_catalog.json_agg(a.attname ORDER BY e.place) FROM pg_catalog.unnest({list}) WITH ORDINALITY \
             AS e (number, place) JOIN pg_catalog.pg_attribute a ON a.attrelid = {of} AND a.attnum = e.number)"
        )
    };
    let rows = catalog.rows(&format!(
        "SELECT k.conrelid, k.oid, k.conname, k.contype, {}, pn.nspname, p.relname, {}, k.confdeltype, k.confupdtype, \
         k.condeferrable, k.condeferred, \
         CASE k.contype WHEN 'c' THEN pg_catalog.pg_get_expr(k.conbin, k.conrelid) END, \
         CASE WHEN k.contype = 'x' OR k.contype = 'c' AND k.connoinherit \
         OR k.contype = 'f' AND (k.confmatchtype = 'f' AND pg_catalog.cardinality(k.conkey) > 1 \
         OR pg_catalog.to_jsonb(k) ->> 'confdelsetcols' IS NOT NULL) \
         OR k.contype IN ('c', 'f') AND NOT COALESCE((pg_catalog.to_jsonb(k) ->> 'conenforced')::boolean, true) \
         OR k.contype IN ('u', 'f') AND (pg_catalog.to_jsonb(k) ->> 'conperiod')::boolean \
         THEN pg_catalog.pg_get_constraintdef(k.oid) END, \
         (pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, \
         (SELECT pg_catalog.json_agg(a.attname ORDER BY e.place) FROM pg_catalog.unnest(i.indkey::int2[]) \
         WITH ORDINALITY AS e (number, place) JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid \
         AND a.attnum = e.number WHERE e.place > i.indnkeyatts) \
         FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid \
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
         LEFT JOIN pg_catalog.pg_class p ON p.oid = k.confrelid \
         LEFT JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace \
         LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = k.conindid AND k.contype = 'u' \
         WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND k.conparentid = 0 AND {OURS} {} \
         ORDER BY k.conrelid, k.conname",
        names("k.conkey", "k.conrelid"),
        names("k.confkey", "k.confrelid"),
        catalog.only
    ))?;
    let mut found = Vec::new();
    for mut row in rows {
        let Some(table) = tables.get_mut(&row.text()) else { continue };
        let (oid, own, kind, columns) = (row.text(), row.text(), row.text(), row.list());
        let (parent_schema, parent) = (row.text(), row.text());
        let references = row.list();
        let (on_delete, on_update) = (action(&row.text()), action(&row.text()));
        let timing = match (row.flag(), row.flag()) {
            (_, true) => Some(Timing::Deferred),
            (true, false) => Some(Timing::Deferrable),
            _ => None,
        };
        let (condition, definition) = (row.maybe(), row.maybe());
        let (nulls_not_distinct, include) = (row.flag(), row.list());
        let name = Some(own.clone());
        match (kind.as_str(), definition) {
            ("p", None) => table.primary_key = Some(PrimaryKey { name, columns, on_conflict: None }),
            ("u", None) => {
                table.uniques.push(Unique { name, columns, timing, nulls_not_distinct, include, ..Unique::default() });
            }
            ("f", None) => table.foreign_keys.push(ForeignKey {
                name,
                columns,
                table: catalog.name(parent_schema, parent),
                references,
                on_delete,
                on_update,
                timing,
            }),
            ("c", None) => table.checks.push(Check { name, expr: Expr::new(condition.unwrap_or_default()) }),
            (_, definition) => {
                let (schema, definition) = (table.name.schema.clone(), definition.unwrap_or_default());
                found.push(Found::constraint(
                    oid,
                    Object {
                        kind: ObjectKind::Constraint,
                        name: crate::schema::TableName { schema, name: own.clone() },
                        table: Some(table.name.clone()),
                        sql: format!(
                            "ALTER TABLE {} ADD CONSTRAINT {} {definition}",
                            catalog.quoted(&table.name),
                            catalog.quote(&own)
                        ),
                    },
                ));
            }
        }
    }
    Ok(found)
}

fn action(letter: &str) -> Action {
    match letter {
        "r" => Action::Restrict,
        "c" => Action::Cascade,
        "n" => Action::SetNull,
        "d" => Action::SetDefault,
        _ => Action::NoAction,
    }
}
