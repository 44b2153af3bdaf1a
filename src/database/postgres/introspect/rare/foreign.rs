use super::super::kind::Kind;
use crate::schema::ObjectKind;

/// ` OPTIONS (name 'value')` of an array of options.
macro_rules! options {
    ($of:literal) => {
        concat!(
            "COALESCE(' OPTIONS (' || (SELECT string_agg(quote_ident(x.option_name) || ' ' || \
             quote_literal(x.option_value), ', ') FROM pg_options_to_table(",
            $of,
            ") x) || ')', '')"
        )
    };
}

/// Wrappers of foreign data, and servers. Who logs in there, and how, is nobody's business: it may be a password.
pub(super) const SERVERS: [Kind; 2] = [
    Kind {
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_foreign_data_wrapper)",
        kind: ObjectKind::ForeignWrapper,
        class: "pg_foreign_data_wrapper",
        query: concat!(
            "SELECT w.oid, ''::text, w.fdwname::text, NULL::text, NULL::text, 'CREATE FOREIGN DATA WRAPPER ' || \
             quote_ident(w.fdwname) || CASE WHEN w.fdwhandler = 0 THEN '' ELSE ' HANDLER ' || w.fdwhandler::regproc END || \
             CASE WHEN w.fdwvalidator = 0 THEN '' ELSE ' VALIDATOR ' || w.fdwvalidator::regproc END || ",
            options!("w.fdwoptions"),
            " FROM pg_catalog.pg_foreign_data_wrapper w WHERE",
            own!("pg_foreign_data_wrapper", "w.oid")
        ),
    },
    Kind {
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_foreign_server)",
        kind: ObjectKind::ForeignServer,
        class: "pg_foreign_server",
        query: concat!(
            "SELECT s.oid, ''::text, s.srvname::text, NULL::text, NULL::text, 'CREATE SERVER ' || \
             quote_ident(s.srvname) || COALESCE(' TYPE ' || quote_literal(s.srvtype), '') || \
             COALESCE(' VERSION ' || quote_literal(s.srvversion), '') || ' FOREIGN DATA WRAPPER ' || \
             quote_ident(w.fdwname) || ",
            options!("s.srvoptions"),
            " FROM pg_catalog.pg_foreign_server s JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw \
             WHERE",
            own!("pg_foreign_server", "s.oid")
        ),
    },
];

/// Foreign tables.
pub(super) const TABLES: [Kind; 1] = [Kind {
    when: "EXISTS (SELECT 1 FROM pg_catalog.pg_foreign_table)",
    kind: ObjectKind::ForeignTable,
    class: "pg_class",
    query: concat!(
        "SELECT c.oid, n.nspname::text, c.relname::text, NULL::text, NULL::text, 'CREATE FOREIGN TABLE ' || \
         c.oid::regclass::text || ' (' || COALESCE((SELECT string_agg(column_text, ', ' ORDER BY place) FROM \
         (SELECT a.attnum AS place, quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod) || ",
        options!("a.attfdwoptions"),
        " || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END || \
         COALESCE(' DEFAULT ' || pg_get_expr(f.adbin, f.adrelid), '') \
         FROM pg_catalog.pg_attribute a LEFT JOIN pg_catalog.pg_attrdef f ON f.adrelid = a.attrelid \
         AND f.adnum = a.attnum WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
         UNION ALL SELECT 10000, 'CONSTRAINT ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid) \
         FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c') AS parts (place, column_text)), \
         '') || ') SERVER ' || quote_ident(s.srvname) || ",
        options!("t.ftoptions"),
        " FROM pg_catalog.pg_foreign_table t JOIN pg_catalog.pg_class c ON c.oid = t.ftrelid \
         JOIN pg_catalog.pg_foreign_server s ON s.oid = t.ftserver \
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE NOT c.relispartition AND",
        in_ours!(),
        "AND",
        own!("pg_class", "c.oid")
    ),
}];
