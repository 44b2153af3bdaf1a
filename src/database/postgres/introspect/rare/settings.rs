use super::super::kind::Kind;
use crate::schema::ObjectKind;

/// What columns, tables, indexes, rules and views are told beside what makes them. Each is one statement for one of them.
pub(super) const ALL: [Kind; 6] = [
    // How a column is stored, and how much is known of it. A server before 14 has no compression of its own: the name then
    // means the other one in sight.
    Kind {
        when: "TRUE",
        kind: ObjectKind::Setting,
        class: "",
        query: concat!(
            "SELECT c.oid, n.nspname::text, a.attname::text, n.nspname::text, c.relname::text, 'ALTER TABLE ' || \
             c.oid::regclass || concat(' ' || concat_ws(', ', \
             CASE WHEN a.attstorage <> t.typstorage THEN 'ALTER COLUMN ' || quote_ident(a.attname) || ' SET STORAGE ' || \
             CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END, \
             CASE WHEN a.compression IN ('p', 'l') THEN 'ALTER COLUMN ' || quote_ident(a.attname) || \
             ' SET COMPRESSION ' || CASE a.compression WHEN 'p' THEN 'pglz' ELSE 'lz4' END END, \
             CASE WHEN a.attstattarget >= 0 THEN 'ALTER COLUMN ' || quote_ident(a.attname) || ' SET STATISTICS ' || \
             a.attstattarget END, \
             'ALTER COLUMN ' || quote_ident(a.attname) || ' SET (' || array_to_string(a.attoptions, ', ') || ')')) \
             FROM (SELECT ''::\"char\" AS attcompression) AS before_14 CROSS JOIN LATERAL \
             (SELECT a.*, attcompression AS compression FROM pg_catalog.pg_attribute a) AS a \
             JOIN pg_catalog.pg_class c ON c.oid = a.attrelid \
             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_type t ON t.oid = a.atttypid \
             WHERE c.relkind IN ('r', 'p', 'm') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped \
             AND c.oid >= 16384 AND (a.attstorage <> t.typstorage OR a.attstattarget >= 0 OR a.attoptions IS NOT NULL \
             OR a.compression IN ('p', 'l')) AND",
            in_ours!()
        ),
    },
    Kind {
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_class WHERE oid >= 16384 AND relreplident <> 'd' AND relkind IN ('r', 'p'))",
        kind: ObjectKind::Setting,
        class: "",
        query: concat!(
            "SELECT c.oid, n.nspname::text, 'replica identity'::text, n.nspname::text, c.relname::text, 'ALTER TABLE ' || \
             c.oid::regclass || ' REPLICA IDENTITY ' || CASE c.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING' \
             ELSE 'USING INDEX ' || quote_ident(x.relname) END \
             FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             LEFT JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND i.indisreplident \
             LEFT JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid \
             WHERE c.relreplident <> 'd' AND c.relkind IN ('r', 'p') AND NOT c.relispartition \
             AND (c.relreplident <> 'i' OR x.oid IS NOT NULL) AND",
            in_ours!()
        ),
    },
    Kind {
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_index WHERE indisclustered)",
        kind: ObjectKind::Setting,
        class: "",
        query: concat!(
            "SELECT c.oid, n.nspname::text, 'cluster'::text, n.nspname::text, c.relname::text, 'ALTER TABLE ' || \
             c.oid::regclass || ' CLUSTER ON ' || quote_ident(x.relname) FROM pg_catalog.pg_index i \
             JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid JOIN pg_catalog.pg_class c ON c.oid = i.indrelid \
             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             WHERE i.indisclustered AND NOT c.relispartition AND",
            in_ours!()
        ),
    },
    Kind {
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_class WHERE oid >= 16384 AND relkind IN ('i', 'I') AND reloptions IS NOT NULL)",
        kind: ObjectKind::Setting,
        class: "",
        query: concat!(
            "SELECT x.oid, n.nspname::text, x.relname::text, n.nspname::text, c.relname::text, 'ALTER INDEX ' || \
             x.oid::regclass || ' SET (' || array_to_string(x.reloptions, ', ') || ')' \
             FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid \
             JOIN pg_catalog.pg_class c ON c.oid = i.indrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             WHERE x.reloptions IS NOT NULL AND NOT x.relispartition AND c.relkind IN ('r', 'p') AND",
            in_ours!()
        ),
    },
    Kind {
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_rewrite WHERE oid >= 16384 AND ev_enabled <> 'O')",
        kind: ObjectKind::Setting,
        class: "",
        query: concat!(
            "SELECT r.oid, n.nspname::text, r.rulename::text, n.nspname::text, c.relname::text, 'ALTER TABLE ' || \
             c.oid::regclass || CASE r.ev_enabled WHEN 'D' THEN ' DISABLE' WHEN 'R' THEN ' ENABLE REPLICA' \
             ELSE ' ENABLE ALWAYS' END || ' RULE ' || quote_ident(r.rulename) FROM pg_catalog.pg_rewrite r \
             JOIN pg_catalog.pg_class c ON c.oid = r.ev_class JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             WHERE r.ev_enabled <> 'O' AND r.rulename <> '_RETURN' AND",
            in_ours!()
        ),
    },
    Kind {
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_attrdef f JOIN pg_catalog.pg_class c ON c.oid = f.adrelid \
               WHERE c.relkind = 'v' AND c.oid >= 16384)",
        kind: ObjectKind::Setting,
        class: "",
        query: concat!(
            "SELECT c.oid, n.nspname::text, a.attname::text, n.nspname::text, c.relname::text, 'ALTER VIEW ' || \
             c.oid::regclass || ' ALTER COLUMN ' || quote_ident(a.attname) || ' SET DEFAULT ' || \
             pg_get_expr(f.adbin, f.adrelid) FROM pg_catalog.pg_attrdef f \
             JOIN pg_catalog.pg_class c ON c.oid = f.adrelid JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid \
             AND a.attnum = f.adnum JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'v' AND",
            in_ours!()
        ),
    },
];
