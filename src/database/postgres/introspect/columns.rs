use super::catalog::{Catalog, OURS, Tables};
use crate::database::session::SqlError;
use crate::schema::{Column, ColumnType, Expr, Generated, Identity};

/// The columns of the tables, in their order.
pub(super) fn read(catalog: &mut Catalog<'_>, tables: &mut Tables) -> Result<(), SqlError> {
    let rows = catalog.rows(&format!(
        "SELECT a.attrelid, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull, \
         pg_catalog.pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated, \
         CASE WHEN a.attcollation <> t.typcollation THEN o.collname END, \
         said.description, owned.objid IS NOT NULL \
         FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid \
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_type t ON t.oid = a.atttypid \
         LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum \
         LEFT JOIN pg_catalog.pg_collation o ON o.oid = a.attcollation \
         LEFT JOIN pg_catalog.pg_description said ON said.classoid = 'pg_catalog.pg_class'::regclass \
         AND said.objoid = a.attrelid AND said.objsubid = a.attnum \
         LEFT JOIN pg_catalog.pg_depend owned ON owned.classid = 'pg_catalog.pg_class'::regclass \
         AND owned.refclassid = 'pg_catalog.pg_class'::regclass AND owned.refobjid = a.attrelid \
         AND owned.refobjsubid = a.attnum AND owned.deptype = 'a' AND d.oid IS NOT NULL \
         AND EXISTS (SELECT 1 FROM pg_catalog.pg_class s WHERE s.oid = owned.objid AND s.relkind = 'S') \
         AND EXISTS (SELECT 1 FROM pg_catalog.pg_depend u WHERE u.classid = 'pg_catalog.pg_attrdef'::regclass \
         AND u.objid = d.oid AND u.refclassid = 'pg_catalog.pg_class'::regclass AND u.refobjid = owned.objid) \
         WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped \
         AND {OURS} {} ORDER BY a.attrelid, a.attnum",
        catalog.only
    ))?;
    for mut row in rows {
        let Some(table) = tables.get_mut(&row.text()) else { continue };
        let mut column = Column::new(row.text(), "");
        column.ty = ColumnType::new(row.text());
        column.nullable = !row.flag();
        let default = row.maybe().map(Expr::new);
        let identity = row.text();
        let generated = row.text();
        column.collation = row.maybe();
        column.comment = row.maybe();
        let counted = row.flag() && default.as_ref().is_some_and(|default| default.text().starts_with("nextval("));
        column.identity = match identity.as_str() {
            "a" => Some(Identity::Always),
            "d" => Some(Identity::ByDefault),
            _ => counted.then_some(Identity::Serial),
        };
        match (generated.is_empty(), default) {
            (false, Some(expr)) => column.generated = Some(Generated { expr, stored: generated == "s" }),
            (true, default) if !counted => column.default = default,
            _ => {}
        }
        // A sequence beside it makes the same number of rows as none: there is one owned sequence for one default.
        if table.column(&column.name).is_none() {
            table.columns.push(column);
        }
    }
    Ok(())
}
