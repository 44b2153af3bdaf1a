use super::super::kind::Kind;
use crate::schema::ObjectKind;

/// Casts, operators, and classes of operators.
pub(super) const ALL: [Kind; 3] = [
    Kind {
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_cast WHERE oid >= 16384)",
        kind: ObjectKind::Cast,
        class: "pg_cast",
        query: concat!(
            "SELECT o.oid, ''::text, format_type(o.castsource, NULL) || ' as ' || format_type(o.casttarget, NULL), \
             NULL::text, NULL::text, 'CREATE CAST (' || format_type(o.castsource, NULL) || ' AS ' || \
             format_type(o.casttarget, NULL) || ') ' || CASE o.castmethod WHEN 'f' THEN 'WITH FUNCTION ' || \
             o.castfunc::regprocedure WHEN 'i' THEN 'WITH INOUT' ELSE 'WITHOUT FUNCTION' END || \
             CASE o.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' ELSE '' END \
             FROM pg_catalog.pg_cast o WHERE o.oid >= 16384 AND",
            own!("pg_cast", "o.oid")
        ),
    },
    Kind {
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_operator WHERE oid >= 16384)",
        kind: ObjectKind::Operator,
        class: "pg_operator",
        query: concat!(
            "SELECT o.oid, n.nspname::text, o.oprname || ' (' || COALESCE(NULLIF(format_type(NULLIF(o.oprleft, 0), NULL), \
             '-') || ', ', '') || format_type(o.oprright, NULL) || ')', NULL::text, NULL::text, \
             'CREATE OPERATOR ' || CASE WHEN pg_operator_is_visible(o.oid) THEN '' ELSE quote_ident(n.nspname) || '.' END \
             || o.oprname || ' (FUNCTION = ' || o.oprcode::oid::regproc || \
             CASE WHEN o.oprleft = 0 THEN '' ELSE ', LEFTARG = ' || format_type(o.oprleft, NULL) END || \
             ', RIGHTARG = ' || format_type(o.oprright, NULL) || \
             COALESCE((SELECT ', COMMUTATOR = OPERATOR(' || quote_ident(m.nspname) || '.' || x.oprname || ')' \
             FROM pg_catalog.pg_operator x JOIN pg_catalog.pg_namespace m ON m.oid = x.oprnamespace \
             WHERE x.oid = o.oprcom), '') || \
             COALESCE((SELECT ', NEGATOR = OPERATOR(' || quote_ident(m.nspname) || '.' || x.oprname || ')' \
             FROM pg_catalog.pg_operator x JOIN pg_catalog.pg_namespace m ON m.oid = x.oprnamespace \
             WHERE x.oid = o.oprnegate), '') || \
             CASE WHEN o.oprrest::oid = 0 THEN '' ELSE ', RESTRICT = ' || o.oprrest::oid::regproc END || \
             CASE WHEN o.oprjoin::oid = 0 THEN '' ELSE ', JOIN = ' || o.oprjoin::oid::regproc END || \
             CASE WHEN o.oprcanhash THEN ', HASHES' ELSE '' END || CASE WHEN o.oprcanmerge THEN ', MERGES' ELSE '' END \
             || ')' FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace \
             WHERE o.oid >= 16384 AND o.oprcode::oid <> 0 AND",
            in_ours!(),
            "AND",
            own!("pg_operator", "o.oid")
        ),
    },
    Kind {
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_opclass WHERE oid >= 16384)",
        kind: ObjectKind::Operator,
        class: "pg_opclass",
        query: concat!(
            "SELECT o.oid, n.nspname::text, o.opcname::text, NULL::text, NULL::text, 'CREATE OPERATOR CLASS ' || \
             CASE WHEN pg_opclass_is_visible(o.oid) THEN '' ELSE quote_ident(n.nspname) || '.' END || \
             quote_ident(o.opcname) || CASE WHEN o.opcdefault THEN ' DEFAULT' ELSE '' END || ' FOR TYPE ' || \
             format_type(o.opcintype, NULL) || ' USING ' || quote_ident(m.amname) || ' AS ' || \
             array_to_string(ARRAY(SELECT 'OPERATOR ' || p.amopstrategy || ' ' || p.amopopr::regoperator || \
             CASE WHEN p.amopsortfamily = 0 THEN '' ELSE (SELECT ' FOR ORDER BY ' || quote_ident(fn.nspname) || '.' || \
             quote_ident(fm.opfname) FROM pg_catalog.pg_opfamily fm JOIN pg_catalog.pg_namespace fn \
             ON fn.oid = fm.opfnamespace WHERE fm.oid = p.amopsortfamily) END \
             FROM pg_catalog.pg_amop p JOIN pg_catalog.pg_depend x ON x.classid = 'pg_catalog.pg_amop'::regclass \
             AND x.objid = p.oid AND x.refclassid = 'pg_catalog.pg_opclass'::regclass AND x.refobjid = o.oid \
             ORDER BY p.amopstrategy) || ARRAY(SELECT 'FUNCTION ' || p.amprocnum || ' (' || \
             format_type(p.amproclefttype, NULL) || ', ' || format_type(p.amprocrighttype, NULL) || ') ' || \
             p.amproc::oid::regprocedure FROM pg_catalog.pg_amproc p JOIN pg_catalog.pg_depend x \
             ON x.classid = 'pg_catalog.pg_amproc'::regclass AND x.objid = p.oid \
             AND x.refclassid = 'pg_catalog.pg_opclass'::regclass AND x.refobjid = o.oid ORDER BY p.amprocnum) || \
             CASE WHEN o.opckeytype = 0 THEN '{}' ELSE ARRAY['STORAGE ' || format_type(o.opckeytype, NULL)] END, ', ') \
             FROM pg_catalog.pg_opclass o JOIN pg_catalog.pg_namespace n ON n.oid = o.opcnamespace \
             JOIN pg_catalog.pg_am m ON m.oid = o.opcmethod WHERE o.oid >= 16384 AND",
            in_ours!(),
            "AND",
            own!("pg_opclass", "o.oid")
        ),
    },
];
