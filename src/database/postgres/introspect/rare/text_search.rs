use super::super::kind::Kind;
use crate::schema::ObjectKind;

/// Dictionaries, configurations, and which words of a configuration go to which dictionaries.
pub(super) const ALL: [Kind; 3] = [
    Kind {
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_ts_dict WHERE oid >= 16384)",
        kind: ObjectKind::TextSearch,
        class: "pg_ts_dict",
        query: concat!(
            "SELECT o.oid, n.nspname::text, o.dictname::text, NULL::text, NULL::text, \
             'CREATE TEXT SEARCH DICTIONARY ' || o.oid::regdictionary::text || ' (TEMPLATE = ' || \
             CASE WHEN t.tmplnamespace = 'pg_catalog'::regnamespace THEN '' ELSE t.tmplnamespace::regnamespace::text || \
             '.' END || quote_ident(t.tmplname) || COALESCE(', ' || o.dictinitoption, '') || ')' \
             FROM pg_catalog.pg_ts_dict o JOIN pg_catalog.pg_ts_template t ON t.oid = o.dicttemplate \
             JOIN pg_catalog.pg_namespace n ON n.oid = o.dictnamespace WHERE o.oid >= 16384 AND",
            in_ours!(),
            "AND",
            own!("pg_ts_dict", "o.oid")
        ),
    },
    Kind {
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_ts_config WHERE oid >= 16384)",
        kind: ObjectKind::TextSearch,
        class: "pg_ts_config",
        query: concat!(
            "SELECT o.oid, n.nspname::text, o.cfgname::text, NULL::text, NULL::text, \
             'CREATE TEXT SEARCH CONFIGURATION ' || o.oid::regconfig::text || ' (PARSER = ' || \
             CASE WHEN p.prsnamespace = 'pg_catalog'::regnamespace THEN '' ELSE p.prsnamespace::regnamespace::text || \
             '.' END || quote_ident(p.prsname) || ')' \
             FROM pg_catalog.pg_ts_config o JOIN pg_catalog.pg_ts_parser p ON p.oid = o.cfgparser \
             JOIN pg_catalog.pg_namespace n ON n.oid = o.cfgnamespace WHERE o.oid >= 16384 AND",
            in_ours!(),
            "AND",
            own!("pg_ts_config", "o.oid")
        ),
    },
    Kind {
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_ts_config WHERE oid >= 16384)",
        kind: ObjectKind::TextSearch,
        class: "",
        query: concat!(
            "SELECT o.oid, n.nspname::text, o.cfgname || ' for ' || string_agg(t.alias, ', ' ORDER BY t.alias), \
             NULL::text, NULL::text, 'ALTER TEXT SEARCH CONFIGURATION ' || o.oid::regconfig::text || \
             ' ADD MAPPING FOR ' || string_agg(quote_ident(t.alias), ', ' ORDER BY t.alias) || ' WITH ' || m.dicts \
             FROM (SELECT mapcfg, maptokentype, string_agg(mapdict::regdictionary::text, ', ' ORDER BY mapseqno) \
             AS dicts FROM pg_catalog.pg_ts_config_map GROUP BY mapcfg, maptokentype) m \
             JOIN pg_catalog.pg_ts_config o ON o.oid = m.mapcfg \
             JOIN pg_catalog.pg_namespace n ON n.oid = o.cfgnamespace \
             JOIN LATERAL ts_token_type(o.cfgparser) t ON t.tokid = m.maptokentype WHERE o.oid >= 16384 AND",
            in_ours!(),
            "AND",
            own!("pg_ts_config", "o.oid"),
            "GROUP BY o.oid, n.nspname, o.cfgname, m.dicts"
        ),
    },
];
