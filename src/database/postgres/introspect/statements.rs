use super::kind::Kind;
use crate::schema::ObjectKind;

macro_rules! ours {
    ($class:literal, $oid:literal) => {
        concat!(
            " n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' AND NOT EXISTS (SELECT 1 FROM \
             pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.",
            $class,
            "'::pg_catalog.regclass AND d.objid = ",
            $oid,
            " AND d.deptype = 'e') "
        )
    };
}

/// Every kind, those first that others are likely to need.
pub(super) static STATEMENTS: [Kind; 15] = [
    Kind {
        kind: ObjectKind::Domain,
        class: "pg_type",
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_type WHERE oid >= 16384 AND typtype = 'd')",
        query: concat!(
            "SELECT t.oid, n.nspname::text, t.typname::text, NULL::text, NULL::text, \
             'CREATE DOMAIN ' || t.oid::regtype::text || ' AS ' || format_type(t.typbasetype, t.typtypmod) || \
             CASE WHEN t.typcollation <> b.typcollation THEN \
             COALESCE((SELECT ' COLLATE ' || quote_ident(o.collname) FROM pg_catalog.pg_collation o \
             WHERE o.oid = t.typcollation), '') ELSE '' END || COALESCE(' DEFAULT ' || pg_get_expr(t.typdefaultbin, 0), '') || \
             CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END || \
             COALESCE((SELECT string_agg(' CONSTRAINT ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid), '' \
             ORDER BY k.conname) FROM pg_catalog.pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'), '') \
             FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace \
             JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype WHERE t.typtype = 'd' AND",
            ours!("pg_type", "t.oid")
        ),
    },
    Kind {
        kind: ObjectKind::Type,
        class: "pg_class",
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_class WHERE oid >= 16384 AND relkind = 'c')",
        query: concat!(
            "SELECT c.oid, n.nspname::text, c.relname::text, NULL::text, NULL::text, \
             'CREATE TYPE ' || c.reltype::regtype::text || ' AS (' || \
             COALESCE((SELECT string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod), ', ' \
             ORDER BY a.attnum) FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 \
             AND NOT a.attisdropped), '') || ')' \
             FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             WHERE c.relkind = 'c' AND",
            ours!("pg_type", "c.reltype")
        ),
    },
    Kind {
        kind: ObjectKind::Type,
        class: "pg_type",
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_range WHERE rngtypid >= 16384)",
        query: concat!(
            "SELECT t.oid, n.nspname::text, t.typname::text, NULL::text, NULL::text, \
             'CREATE TYPE ' || t.oid::regtype::text || ' AS RANGE (SUBTYPE = ' || format_type(r.rngsubtype, NULL) || \
             CASE WHEN r.rngcanonical::oid = 0 THEN '' ELSE ', CANONICAL = ' || r.rngcanonical END || \
             CASE WHEN r.rngsubdiff::oid = 0 THEN '' ELSE ', SUBTYPE_DIFF = ' || r.rngsubdiff END || ')' \
             FROM pg_catalog.pg_range r JOIN pg_catalog.pg_type t ON t.oid = r.rngtypid \
             JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE",
            ours!("pg_type", "t.oid")
        ),
    },
    Kind {
        kind: ObjectKind::Sequence,
        class: "pg_class",
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_class WHERE oid >= 16384 AND relkind = 'S')",
        query: concat!(
            "SELECT c.oid, n.nspname::text, c.relname::text, NULL::text, NULL::text, \
             'CREATE SEQUENCE ' || c.oid::regclass::text || \
             CASE WHEN s.seqtypid = 'bigint'::regtype THEN '' ELSE ' AS ' || format_type(s.seqtypid, NULL) END || \
             CASE WHEN s.seqincrement = 1 THEN '' ELSE ' INCREMENT BY ' || s.seqincrement END || \
             CASE WHEN s.seqincrement > 0 AND s.seqmin = 1 AND s.seqstart = 1 THEN '' \
             ELSE ' START WITH ' || s.seqstart END || \
             CASE WHEN s.seqincrement > 0 AND s.seqmin = 1 THEN '' ELSE ' MINVALUE ' || s.seqmin END || \
             CASE WHEN s.seqincrement > 0 AND s.seqmax = CASE s.seqtypid WHEN 'bigint'::regtype THEN 9223372036854775807 \
             WHEN 'integer'::regtype THEN 2147483647 ELSE 32767 END THEN '' ELSE ' MAXVALUE ' || s.seqmax END || \
             CASE WHEN s.seqcache = 1 THEN '' ELSE ' CACHE ' || s.seqcache END || \
             CASE WHEN s.seqcycle THEN ' CYCLE' ELSE '' END \
             FROM pg_catalog.pg_sequence s JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid \
             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend o WHERE o.classid = 'pg_catalog.pg_class'::regclass \
             AND o.objid = c.oid AND o.refclassid = 'pg_catalog.pg_class'::regclass AND o.deptype IN ('a', 'i') \
             AND o.refobjsubid > 0) AND",
            ours!("pg_class", "c.oid")
        ),
    },
    Kind {
        kind: ObjectKind::Function,
        class: "pg_proc",
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_proc WHERE oid >= 16384 AND prokind <> 'a')",
        query: concat!(
            "SELECT p.oid, n.nspname::text, p.proname::text, NULL::text, NULL::text, pg_get_functiondef(p.oid) \
             FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace \
             WHERE p.prokind IN ('f', 'p', 'w') AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend i \
             WHERE i.classid = 'pg_catalog.pg_proc'::regclass AND i.objid = p.oid AND i.deptype = 'i') AND",
            ours!("pg_proc", "p.oid")
        ),
    },
    Kind {
        kind: ObjectKind::Aggregate,
        class: "pg_proc",
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_proc WHERE oid >= 16384 AND prokind = 'a')",
        query: concat!(
            "SELECT p.oid, n.nspname::text, p.proname::text, NULL::text, NULL::text, \
             'CREATE AGGREGATE ' || quote_ident(n.nspname) || '.' || quote_ident(p.proname) || '(' || \
             COALESCE(NULLIF(pg_get_function_arguments(p.oid), ''), '*') || ') (SFUNC = ' || g.aggtransfn::oid::regproc || \
             ', STYPE = ' || format_type(g.aggtranstype, NULL) || \
             CASE WHEN g.aggtransspace = 0 THEN '' ELSE ', SSPACE = ' || g.aggtransspace END || \
             CASE WHEN g.aggfinalfn = 0 THEN '' ELSE ', FINALFUNC = ' || g.aggfinalfn::oid::regproc || \
             CASE WHEN g.aggfinalextra THEN ', FINALFUNC_EXTRA' ELSE '' END END || \
             CASE WHEN g.aggcombinefn = 0 THEN '' ELSE ', COMBINEFUNC = ' || g.aggcombinefn::oid::regproc END || \
             CASE WHEN g.aggserialfn = 0 THEN '' ELSE ', SERIALFUNC = ' || g.aggserialfn::oid::regproc || \
             ', DESERIALFUNC = ' || g.aggdeserialfn::oid::regproc END || \
             COALESCE(', INITCOND = ' || quote_literal(g.agginitval), '') || \
             CASE WHEN g.aggmtransfn = 0 THEN '' ELSE ', MSFUNC = ' || g.aggmtransfn::oid::regproc || \
             ', MINVFUNC = ' || g.aggminvtransfn::oid::regproc || ', MSTYPE = ' || format_type(g.aggmtranstype, NULL) || \
             CASE WHEN g.aggmfinalfn = 0 THEN '' ELSE ', MFINALFUNC = ' || g.aggmfinalfn::oid::regproc END || \
             COALESCE(', MINITCOND = ' || quote_literal(g.aggminitval), '') END || \
             CASE WHEN g.aggsortop = 0 THEN '' ELSE (SELECT ', SORTOP = OPERATOR(' || quote_ident(s.nspname) || '.' || \
             o.oprname || ')' FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace s ON s.oid = o.oprnamespace \
             WHERE o.oid = g.aggsortop) END || \
             CASE p.proparallel WHEN 's' THEN ', PARALLEL = SAFE' WHEN 'r' THEN ', PARALLEL = RESTRICTED' ELSE '' END || \
             CASE WHEN g.aggkind = 'h' THEN ', HYPOTHETICAL' ELSE '' END || ')' \
             FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_aggregate g ON g.aggfnoid = p.oid \
             JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE",
            ours!("pg_proc", "p.oid")
        ),
    },
    Kind {
        kind: ObjectKind::View,
        class: "pg_class",
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_class WHERE oid >= 16384 AND relkind = 'v')",
        query: concat!(
            "SELECT c.oid, n.nspname::text, c.relname::text, NULL::text, NULL::text, \
             'CREATE VIEW ' || c.oid::regclass::text || \
             COALESCE(' WITH (' || array_to_string(c.reloptions, ', ') || ')', '') || E' AS\\n' || pg_get_viewdef(c.oid) \
             FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             WHERE c.relkind = 'v' AND",
            ours!("pg_class", "c.oid")
        ),
    },
    Kind {
        kind: ObjectKind::MaterializedView,
        class: "pg_class",
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_class WHERE oid >= 16384 AND relkind = 'm')",
        query: concat!(
            "SELECT c.oid, n.nspname::text, c.relname::text, NULL::text, NULL::text, \
             'CREATE MATERIALIZED VIEW ' || c.oid::regclass::text || \
             COALESCE(' WITH (' || array_to_string(c.reloptions, ', ') || ')', '') || E' AS\\n' || \
             rtrim(rtrim(pg_get_viewdef(c.oid)), ';') || CASE WHEN c.relispopulated THEN '' ELSE ' WITH NO DATA' END \
             FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             WHERE c.relkind = 'm' AND",
            ours!("pg_class", "c.oid")
        ),
    },
    Kind {
        kind: ObjectKind::Index,
        class: "pg_class",
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_class WHERE oid >= 16384 AND relkind = 'm')",
        query: concat!(
            "SELECT x.oid, n.nspname::text, x.relname::text, n.nspname::text, c.relname::text, \
             pg_get_indexdef(x.oid) FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indrelid \
             JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid \
             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'm' AND",
            ours!("pg_class", "c.oid")
        ),
    },
    Kind {
        kind: ObjectKind::Statistics,
        class: "pg_statistic_ext",
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_statistic_ext)",
        query: concat!(
            "SELECT x.oid, n.nspname::text, x.stxname::text, n.nspname::text, c.relname::text, \
             pg_get_statisticsobjdef(x.oid) FROM pg_catalog.pg_statistic_ext x \
             JOIN pg_catalog.pg_class c ON c.oid = x.stxrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             WHERE",
            ours!("pg_class", "c.oid")
        ),
    },
    Kind {
        kind: ObjectKind::Rule,
        class: "pg_rewrite",
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_rewrite WHERE oid >= 16384 AND rulename <> '_RETURN')",
        query: concat!(
            "SELECT r.oid, n.nspname::text, r.rulename::text, n.nspname::text, c.relname::text, pg_get_ruledef(r.oid) \
             FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class \
             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE r.rulename <> '_RETURN' AND",
            ours!("pg_class", "c.oid")
        ),
    },
    Kind {
        kind: ObjectKind::Trigger,
        class: "pg_trigger",
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_trigger WHERE NOT tgisinternal)",
        query: concat!(
            "SELECT g.oid, n.nspname::text, g.tgname::text, n.nspname::text, c.relname::text, pg_get_triggerdef(g.oid) \
             FROM pg_catalog.pg_trigger g JOIN pg_catalog.pg_class c ON c.oid = g.tgrelid \
             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             WHERE NOT g.tgisinternal AND NOT c.relispartition AND",
            ours!("pg_class", "c.oid")
        ),
    },
    Kind {
        kind: ObjectKind::RowSecurity,
        class: "pg_class",
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_class WHERE relrowsecurity OR relforcerowsecurity)",
        query: concat!(
            "SELECT c.oid, n.nspname::text, c.relname::text, n.nspname::text, c.relname::text, \
             'ALTER TABLE ' || c.oid::regclass::text || \
             CASE WHEN c.relrowsecurity THEN ' ENABLE ROW LEVEL SECURITY' ELSE '' END || \
             CASE WHEN c.relrowsecurity AND c.relforcerowsecurity THEN ',' ELSE '' END || \
             CASE WHEN c.relforcerowsecurity THEN ' FORCE ROW LEVEL SECURITY' ELSE '' END \
             FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             WHERE (c.relrowsecurity OR c.relforcerowsecurity) AND NOT c.relispartition AND",
            ours!("pg_class", "c.oid")
        ),
    },
    Kind {
        kind: ObjectKind::Setting,
        class: "pg_trigger",
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'O')",
        query: concat!(
            "SELECT g.oid, n.nspname::text, g.tgname::text, n.nspname::text, c.relname::text, \
             'ALTER TABLE ' || c.oid::regclass::text || CASE g.tgenabled WHEN 'D' THEN ' DISABLE' WHEN 'R' THEN \
             ' ENABLE REPLICA' ELSE ' ENABLE ALWAYS' END || ' TRIGGER ' || quote_ident(g.tgname) \
             FROM pg_catalog.pg_trigger g JOIN pg_catalog.pg_class c ON c.oid = g.tgrelid \
             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             WHERE NOT g.tgisinternal AND g.tgenabled <> 'O' AND NOT c.relispartition AND",
            ours!("pg_class", "c.oid")
        ),
    },
    Kind {
        kind: ObjectKind::Policy,
        class: "pg_policy",
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_policy)",
        query: concat!(
            "SELECT y.oid, n.nspname::text, y.polname::text, n.nspname::text, c.relname::text, \
             'CREATE POLICY ' || quote_ident(y.polname) || ' ON ' || c.oid::regclass::text || \
             CASE WHEN y.polpermissive THEN '' ELSE ' AS RESTRICTIVE' END || \
             CASE y.polcmd WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' FOR INSERT' WHEN 'w' THEN ' FOR UPDATE' \
             WHEN 'd' THEN ' FOR DELETE' ELSE '' END || \
             CASE WHEN y.polroles = '{0}' THEN '' ELSE ' TO ' || (SELECT string_agg(quote_ident(o.rolname), ', ' \
             ORDER BY o.rolname) FROM pg_catalog.pg_roles o WHERE o.oid = ANY (y.polroles)) END || \
             COALESCE(' USING (' || pg_get_expr(y.polqual, y.polrelid) || ')', '') || \
             COALESCE(' WITH CHECK (' || pg_get_expr(y.polwithcheck, y.polrelid) || ')', '') \
             FROM pg_catalog.pg_policy y JOIN pg_catalog.pg_class c ON c.oid = y.polrelid \
             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE",
            ours!("pg_class", "c.oid")
        ),
    },
];
