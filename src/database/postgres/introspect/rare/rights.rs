use super::super::kind::Kind;
use crate::schema::ObjectKind;

/// Rights that somebody but the owner has, and that nobody has from the start; those that everybody has from the start
/// and were taken away; and what new objects will have. What the owner of the database may do with a schema goes with the
/// schema's owner, which is nobody's right.
pub(super) const ALL: [Kind; 4] = [
    Kind {
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_class WHERE oid >= 16384 AND relacl IS NOT NULL) \
               OR EXISTS (SELECT 1 FROM pg_catalog.pg_proc WHERE oid >= 16384 AND proacl IS NOT NULL) \
               OR EXISTS (SELECT 1 FROM pg_catalog.pg_type WHERE oid >= 16384 AND typacl IS NOT NULL) \
               OR EXISTS (SELECT 1 FROM pg_catalog.pg_foreign_server WHERE srvacl IS NOT NULL) \
               OR EXISTS (SELECT 1 FROM pg_catalog.pg_namespace n LEFT JOIN pg_catalog.pg_init_privs s \
               ON s.classoid = 'pg_catalog.pg_namespace'::regclass AND s.objoid = n.oid \
               WHERE n.nspname !~ '^pg_' AND n.nspacl IS DISTINCT FROM s.initprivs AND n.nspacl IS NOT NULL)",
        kind: ObjectKind::Right,
        class: "",
        query: concat!(
            "WITH holders AS MATERIALIZED (SELECT 'pg_catalog.pg_class'::regclass::oid AS class, c.oid, n.nspname, \
             c.relowner AS owner, c.relacl AS acl, CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::\"char\" AS type, \
             CASE c.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END || c.oid::regclass AS target, \
             CASE WHEN c.relkind <> 'S' THEN c.relname END AS tname \
             FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             WHERE c.relacl IS NOT NULL AND NOT c.relispartition AND",
            in_ours!(),
            "UNION ALL SELECT 'pg_catalog.pg_proc'::regclass, p.oid, n.nspname, p.proowner, p.proacl, 'f', \
             CASE p.prokind WHEN 'p' THEN 'PROCEDURE ' ELSE 'FUNCTION ' END || p.oid::regprocedure, NULL \
             FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace \
             WHERE p.proacl IS NOT NULL AND",
            in_ours!(),
            "UNION ALL SELECT 'pg_catalog.pg_type'::regclass, t.oid, n.nspname, t.typowner, t.typacl, 'T', \
             'TYPE ' || t.oid::regtype, NULL FROM pg_catalog.pg_type t \
             JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE t.typacl IS NOT NULL AND",
            in_ours!(),
            "UNION ALL SELECT 'pg_catalog.pg_namespace'::regclass, n.oid, n.nspname, n.nspowner, n.nspacl, 'n', \
             'SCHEMA ' || quote_ident(n.nspname), NULL FROM pg_catalog.pg_namespace n \
             WHERE n.nspacl IS NOT NULL AND",
            in_ours!(),
            "UNION ALL SELECT 'pg_catalog.pg_foreign_server'::regclass, s.oid, '', s.srvowner, s.srvacl, 'S', \
             'FOREIGN SERVER ' || quote_ident(s.srvname), NULL FROM pg_catalog.pg_foreign_server s \
             WHERE s.srvacl IS NOT NULL), \
             entries AS (SELECT h.*, e.grantee, e.privilege_type, e.is_grantable, b.is_base FROM \
             (SELECT h.*, COALESCE(s.initprivs, acldefault(h.type, h.owner)) AS base FROM holders h \
             LEFT JOIN pg_catalog.pg_init_privs s ON s.classoid = h.class AND s.objoid = h.oid AND s.objsubid = 0 \
             WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = h.class AND d.objid = h.oid \
             AND d.deptype = 'e')) h CROSS JOIN (VALUES (true), (false)) b (is_base) \
             CROSS JOIN LATERAL aclexplode(CASE WHEN b.is_base THEN h.base ELSE h.acl END) e \
             WHERE e.grantee <> h.owner AND NOT (b.is_base AND e.grantee = e.grantor)), \
             single AS (SELECT min(oid::bigint)::oid AS oid, nspname, target, tname, grantee, privilege_type, is_grantable, \
             bool_and(is_base) AS was FROM entries GROUP BY nspname, target, tname, grantee, privilege_type, is_grantable \
             HAVING bool_and(is_base) = bool_or(is_base)) \
             SELECT s.oid, ''::text, COALESCE(r.rolname, 'PUBLIC') || CASE WHEN s.was THEN ' no more' ELSE '' END || \
             CASE WHEN s.is_grantable THEN ' with grant option' ELSE '' END || \
             CASE WHEN s.tname IS NULL THEN ' on ' || s.target ELSE '' END, \
             CASE WHEN s.tname IS NOT NULL THEN s.nspname END::text, s.tname::text, \
             CASE WHEN s.was THEN 'REVOKE ' ELSE 'GRANT ' END || string_agg(s.privilege_type, ', ' \
             ORDER BY s.privilege_type) || ' ON ' || s.target || CASE WHEN s.was THEN ' FROM ' ELSE ' TO ' END || \
             COALESCE(quote_ident(r.rolname), 'PUBLIC') || \
             CASE WHEN s.is_grantable AND NOT s.was THEN ' WITH GRANT OPTION' ELSE '' END \
             FROM single s LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.grantee \
             WHERE s.grantee = 0 OR r.rolname <> 'pg_database_owner' \
             GROUP BY s.oid, s.nspname, s.target, s.tname, r.rolname, s.was, s.is_grantable"
        ),
    },
    Kind {
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_attribute WHERE attrelid >= 16384 AND attacl IS NOT NULL)",
        kind: ObjectKind::Right,
        class: "",
        query: concat!(
            "SELECT c.oid, ''::text, COALESCE(r.rolname, 'PUBLIC') || ' (' || a.attname || ')' || \
             CASE WHEN e.is_grantable THEN ' with grant option' ELSE '' END, n.nspname::text, c.relname::text, \
             'GRANT ' || string_agg(e.privilege_type || ' (' || quote_ident(a.attname) || ')', ', ' \
             ORDER BY e.privilege_type) || ' ON TABLE ' || c.oid::regclass || ' TO ' || \
             COALESCE(quote_ident(r.rolname), 'PUBLIC') || \
             CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END \
             FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid \
             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace CROSS JOIN LATERAL aclexplode(a.attacl) e \
             LEFT JOIN pg_catalog.pg_roles r ON r.oid = e.grantee \
             WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND e.grantee <> c.relowner AND NOT c.relispartition AND",
            in_ours!(),
            "GROUP BY c.oid, n.nspname, c.relname, a.attname, r.rolname, e.is_grantable"
        ),
    },
    Kind {
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_default_acl)",
        kind: ObjectKind::Right,
        class: "",
        query: "SELECT d.oid, ''::text, COALESCE(r.rolname, 'PUBLIC') || ' on new ' || lower(k.what) || \
             COALESCE(' in ' || n.nspname, '') || CASE WHEN d.defaclrole = o.me THEN '' ELSE ' of ' || w.rolname END || \
             CASE WHEN e.is_grantable THEN ' with grant option' ELSE '' END, NULL::text, NULL::text, \
             'ALTER DEFAULT PRIVILEGES' || CASE WHEN d.defaclrole = o.me THEN '' ELSE ' FOR ROLE ' || \
             quote_ident(w.rolname) END || COALESCE(' IN SCHEMA ' || quote_ident(n.nspname), '') || ' GRANT ' || \
             string_agg(e.privilege_type, ', ' ORDER BY e.privilege_type) || ' ON ' || k.what || ' TO ' || \
             COALESCE(quote_ident(r.rolname), 'PUBLIC') || \
             CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END \
             FROM pg_catalog.pg_default_acl d CROSS JOIN LATERAL aclexplode(d.defaclacl) e \
             CROSS JOIN (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = current_user) o (me) \
             CROSS JOIN LATERAL (SELECT CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' \
             WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END) k (what) \
             LEFT JOIN pg_catalog.pg_roles r ON r.oid = e.grantee \
             JOIN pg_catalog.pg_roles w ON w.oid = d.defaclrole \
             LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace \
             WHERE e.grantee <> d.defaclrole AND (d.defaclnamespace <> 0 OR NOT EXISTS (SELECT 1 FROM \
             aclexplode(acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole)) b \
             WHERE b.grantee = e.grantee AND b.privilege_type = e.privilege_type)) \
             GROUP BY d.oid, r.rolname, k.what, n.nspname, d.defaclrole, o.me, w.rolname, e.is_grantable",
    },
    Kind {
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_default_acl WHERE defaclnamespace = 0)",
        kind: ObjectKind::Right,
        class: "",
        query: "SELECT d.oid, ''::text, COALESCE(r.rolname, 'PUBLIC') || ' no more on new ' || lower(k.what) || \
             CASE WHEN d.defaclrole = o.me THEN '' ELSE ' of ' || w.rolname END, NULL::text, NULL::text, \
             'ALTER DEFAULT PRIVILEGES' || CASE WHEN d.defaclrole = o.me THEN '' ELSE ' FOR ROLE ' || \
             quote_ident(w.rolname) END || ' REVOKE ' || \
             string_agg(b.privilege_type, ', ' ORDER BY b.privilege_type) || ' ON ' || k.what || ' FROM ' || \
             COALESCE(quote_ident(r.rolname), 'PUBLIC') \
             FROM pg_catalog.pg_default_acl d CROSS JOIN LATERAL \
             aclexplode(acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole)) b \
             CROSS JOIN (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = current_user) o (me) \
             CROSS JOIN LATERAL (SELECT CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' \
             WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END) k (what) \
             LEFT JOIN pg_catalog.pg_roles r ON r.oid = b.grantee \
             JOIN pg_catalog.pg_roles w ON w.oid = d.defaclrole \
             WHERE d.defaclnamespace = 0 AND b.grantee <> d.defaclrole AND NOT EXISTS (SELECT 1 FROM \
             aclexplode(d.defaclacl) e WHERE b.grantee = e.grantee AND b.privilege_type = e.privilege_type) \
             GROUP BY d.oid, r.rolname, k.what, d.defaclrole, o.me, w.rolname",
    },
];
