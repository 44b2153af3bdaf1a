use super::catalog::{Catalog, OURS};
use crate::database::session::SqlError;
use crate::schema::{EnumType, Schema};

/// Enums, schemas and extensions.
pub(super) fn read(catalog: &mut Catalog<'_>, schema: &mut Schema) -> Result<(), SqlError> {
    let rows = catalog.rows(&format!(
        "SELECT n.nspname, t.typname, \
         (SELECT pg_catalog.json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e \
          WHERE e.enumtypid = t.oid), pg_catalog.obj_description(t.oid, 'pg_type') \
         FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace \
         WHERE t.typtype = 'e' AND {OURS} AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d \
         WHERE d.classid = 'pg_catalog.pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')"
    ))?;
    for mut row in rows {
        let (namespace, name, values) = (row.text(), row.text(), row.list());
        let mut ty = EnumType::new(catalog.name(namespace, name), values);
        ty.comment = row.maybe();
        schema.insert_enum(ty);
    }
    let default = catalog.literal(&catalog.default);
    let rows = catalog.rows(&format!(
        "SELECT 'n', n.nspname FROM pg_catalog.pg_namespace n WHERE {OURS} AND n.nspname NOT IN ('public', {default}) \
         AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d \
         WHERE d.classid = 'pg_catalog.pg_namespace'::regclass AND d.objid = n.oid AND d.deptype = 'e') \
         UNION ALL SELECT 'e', e.extname FROM pg_catalog.pg_extension e WHERE e.extname <> 'plpgsql'"
    ))?;
    for mut row in rows {
        let names = if row.text() == "n" { &mut schema.namespaces } else { &mut schema.extensions };
        names.insert(row.text());
    }
    Ok(())
}
