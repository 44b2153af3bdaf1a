use super::catalog::{Catalog, OURS, Tables};
use crate::database::session::SqlError;
use crate::database::{journal, ledger};
use crate::dialect::postgres::UNLOGGED;
use crate::schema::Table;

/// The tables without their columns. Partitions are left alone: they come and go with their table.
pub(super) fn read(catalog: &mut Catalog<'_>) -> Result<Tables, SqlError> {
    let (ledger, journal) = (catalog.literal(ledger::TABLE), catalog.literal(journal::TABLE));
    let rows = catalog.rows(&format!(
        "SELECT c.oid, n.nspname, c.relname, pg_catalog.obj_description(c.oid, 'pg_class'), \
         (SELECT pg_catalog.string_agg(i.inhparent::pg_catalog.regclass::text, ', ' ORDER BY i.inhseqno) \
          FROM pg_catalog.pg_inherits i WHERE i.inhrelid = c.oid), \
         CASE c.relkind WHEN 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END, \
         CASE WHEN a.amname <> 'heap' THEN pg_catalog.quote_ident(a.amname) END, \
         pg_catalog.array_to_string(c.reloptions || ARRAY(SELECT 'toast.' || o \
          FROM pg_catalog.unnest(t.reloptions) o), ', '), c.relpersistence = 'u' \
         FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_am a ON a.oid = c.relam \
         LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
         WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND {OURS} {} \
         AND c.relname NOT IN ({ledger}, {journal}) \
         AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass \
         AND d.objid = c.oid AND d.deptype = 'e')",
        catalog.only
    ))?;
    let mut tables = Tables::new();
    for mut row in rows {
        let oid = row.text();
        let (schema, name) = (row.text(), row.text());
        let mut table = Table::new(catalog.name(schema, name));
        table.comment = row.maybe();
        table.options.extend(row.maybe().map(|parents| format!("INHERITS ({parents})")));
        table.options.extend(row.maybe().map(|key| format!("PARTITION BY {key}")));
        table.options.extend(row.maybe().map(|method| format!("USING {method}")));
        let with = row.maybe().filter(|options| !options.is_empty());
        table.options.extend(with.map(|options| format!("WITH ({options})")));
        if row.flag() {
            table.options.push(UNLOGGED.to_owned());
        }
        tables.insert(oid, table);
    }
    Ok(tables)
}
