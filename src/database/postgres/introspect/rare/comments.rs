use super::super::kind::Kind;
use crate::schema::ObjectKind;

/// The comments on everything but tables, their columns and enums, which keep theirs themselves. An extension's own, and
/// those of what it brings, are not ours.
pub(super) const ALL: [Kind; 1] = [Kind {
    when: "EXISTS (SELECT 1 FROM pg_catalog.pg_description WHERE objoid >= 16384)",
    kind: ObjectKind::Comment,
    class: "",
    query: "SELECT o.objoid, o.schema, o.name, o.tschema, o.tname, 'COMMENT ON ' || o.target || ' IS ' || \
            quote_literal(o.description) FROM (SELECT x.objoid, x.description, \
            CASE WHEN c.oid IS NOT NULL THEN cn.nspname WHEN p.oid IS NOT NULL THEN pn.nspname \
            WHEN t.oid IS NOT NULL THEN tn.nspname ELSE '' END::text AS schema, \
            CASE WHEN c.oid IS NOT NULL THEN c.relname || COALESCE('.' || a.attname, '') \
            WHEN p.oid IS NOT NULL THEN p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' \
            WHEN t.oid IS NOT NULL THEN t.typname ELSE COALESCE(k.conname, g.tgname, w.rulename, y.polname, n.nspname, \
            i.identity) END::text AS name, \
            CASE WHEN c.relkind IN ('i', 'I') THEN ixn.nspname WHEN c.oid IS NOT NULL THEN cn.nspname ELSE orn.nspname \
            END::text AS tschema, \
            CASE WHEN c.relkind IN ('i', 'I') THEN ixc.relname WHEN c.relkind IN ('v', 'm', 'f') THEN c.relname \
            WHEN c.oid IS NOT NULL THEN NULL ELSE orc.relname END::text AS tname, \
            CASE WHEN c.oid IS NOT NULL AND x.objsubid > 0 THEN 'COLUMN ' || c.oid::regclass || '.' || \
            quote_ident(a.attname) \
            WHEN c.oid IS NOT NULL THEN CASE c.relkind WHEN 'v' THEN 'VIEW ' WHEN 'm' THEN 'MATERIALIZED VIEW ' \
            WHEN 'f' THEN 'FOREIGN TABLE ' WHEN 'S' THEN 'SEQUENCE ' WHEN 'c' THEN 'TYPE ' ELSE 'INDEX ' END || \
            c.oid::regclass \
            WHEN p.oid IS NOT NULL THEN CASE p.prokind WHEN 'p' THEN 'PROCEDURE ' WHEN 'a' THEN 'AGGREGATE ' \
            ELSE 'FUNCTION ' END || CASE WHEN p.prokind = 'a' AND p.pronargs = 0 THEN \
            replace(p.oid::regprocedure::text, '()', '(*)') ELSE p.oid::regprocedure::text END \
            WHEN t.oid IS NOT NULL THEN CASE t.typtype WHEN 'd' THEN 'DOMAIN ' ELSE 'TYPE ' END || t.oid::regtype \
            WHEN k.oid IS NOT NULL AND k.contypid <> 0 THEN 'CONSTRAINT ' || quote_ident(k.conname) || ' ON DOMAIN ' || \
            k.contypid::regtype \
            WHEN k.oid IS NOT NULL THEN 'CONSTRAINT ' || quote_ident(k.conname) || ' ON ' || orc.oid::regclass \
            WHEN g.oid IS NOT NULL THEN 'TRIGGER ' || quote_ident(g.tgname) || ' ON ' || orc.oid::regclass \
            WHEN w.oid IS NOT NULL THEN 'RULE ' || quote_ident(w.rulename) || ' ON ' || orc.oid::regclass \
            WHEN y.oid IS NOT NULL THEN 'POLICY ' || quote_ident(y.polname) || ' ON ' || orc.oid::regclass \
            WHEN n.oid IS NOT NULL THEN 'SCHEMA ' || quote_ident(n.nspname) \
            ELSE CASE i.type WHEN 'statistics object' THEN 'STATISTICS' ELSE upper(i.type) END || ' ' || i.identity END \
            AS target FROM pg_catalog.pg_description x \
            LEFT JOIN pg_catalog.pg_class c ON x.classoid = 'pg_catalog.pg_class'::regclass AND c.oid = x.objoid \
            LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = c.relnamespace \
            LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.objsubid AND x.objsubid > 0 \
            LEFT JOIN pg_catalog.pg_index ix ON ix.indexrelid = c.oid \
            LEFT JOIN pg_catalog.pg_class ixc ON ixc.oid = ix.indrelid \
            LEFT JOIN pg_catalog.pg_namespace ixn ON ixn.oid = ixc.relnamespace \
            LEFT JOIN pg_catalog.pg_proc p ON x.classoid = 'pg_catalog.pg_proc'::regclass AND p.oid = x.objoid \
            LEFT JOIN pg_catalog.pg_namespace pn ON pn.oid = p.pronamespace \
            LEFT JOIN pg_catalog.pg_type t ON x.classoid = 'pg_catalog.pg_type'::regclass AND t.oid = x.objoid \
            LEFT JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace \
            LEFT JOIN pg_catalog.pg_constraint k ON x.classoid = 'pg_catalog.pg_constraint'::regclass \
            AND k.oid = x.objoid \
            LEFT JOIN pg_catalog.pg_trigger g ON x.classoid = 'pg_catalog.pg_trigger'::regclass AND g.oid = x.objoid \
            LEFT JOIN pg_catalog.pg_rewrite w ON x.classoid = 'pg_catalog.pg_rewrite'::regclass AND w.oid = x.objoid \
            LEFT JOIN pg_catalog.pg_policy y ON x.classoid = 'pg_catalog.pg_policy'::regclass AND y.oid = x.objoid \
            LEFT JOIN pg_catalog.pg_class orc ON orc.oid = COALESCE(k.conrelid, g.tgrelid, w.ev_class, y.polrelid) \
            LEFT JOIN pg_catalog.pg_namespace orn ON orn.oid = orc.relnamespace \
            LEFT JOIN pg_catalog.pg_namespace n ON x.classoid = 'pg_catalog.pg_namespace'::regclass AND n.oid = x.objoid \
            CROSS JOIN LATERAL pg_identify_object(x.classoid, x.objoid, x.objsubid) i \
            WHERE x.objoid >= 16384 AND x.classoid <> 'pg_catalog.pg_extension'::regclass \
            AND x.classoid <> 'pg_catalog.pg_largeobject'::regclass \
            AND (c.oid IS NULL OR c.relkind NOT IN ('r', 'p') AND NOT c.relispartition) \
            AND (orc.oid IS NULL OR NOT orc.relispartition) AND (ixc.oid IS NULL OR NOT ixc.relispartition) \
            AND (t.oid IS NULL OR t.typtype <> 'e') \
            AND COALESCE(cn.nspname, pn.nspname, tn.nspname, orn.nspname, n.nspname, '') NOT LIKE 'manage\\_%' \
            AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = x.classoid AND d.objid = x.objoid \
            AND d.deptype = 'e')) o",
}];
