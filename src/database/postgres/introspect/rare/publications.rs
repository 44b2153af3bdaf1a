use super::super::kind::Kind;
use crate::schema::ObjectKind;

/// Event triggers and publications. Subscriptions are left out: their addresses hold passwords.
pub(super) const ALL: [Kind; 5] = [
    Kind {
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_event_trigger)",
        kind: ObjectKind::EventTrigger,
        class: "pg_event_trigger",
        query: concat!(
            "SELECT e.oid, ''::text, e.evtname::text, NULL::text, NULL::text, 'CREATE EVENT TRIGGER ' || \
             quote_ident(e.evtname) || ' ON ' || e.evtevent || COALESCE(' WHEN TAG IN (' || (SELECT \
             string_agg(quote_literal(t), ', ' ORDER BY t) FROM unnest(e.evttags) t) || ')', '') || \
             ' EXECUTE FUNCTION ' || e.evtfoid::regprocedure FROM pg_catalog.pg_event_trigger e WHERE",
            own!("pg_event_trigger", "e.oid")
        ),
    },
    Kind {
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_event_trigger WHERE evtenabled <> 'O')",
        kind: ObjectKind::Setting,
        class: "",
        query: concat!(
            "SELECT e.oid, ''::text, e.evtname::text, NULL::text, NULL::text, 'ALTER EVENT TRIGGER ' || \
             quote_ident(e.evtname) || CASE e.evtenabled WHEN 'D' THEN ' DISABLE' WHEN 'R' THEN ' ENABLE REPLICA' \
             ELSE ' ENABLE ALWAYS' END FROM pg_catalog.pg_event_trigger e WHERE e.evtenabled <> 'O' AND",
            own!("pg_event_trigger", "e.oid")
        ),
    },
    Kind {
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_publication)",
        kind: ObjectKind::Publication,
        class: "pg_publication",
        query: concat!(
            "SELECT p.oid, ''::text, p.pubname::text, NULL::text, NULL::text, 'CREATE PUBLICATION ' || \
             quote_ident(p.pubname) || CASE WHEN p.puballtables THEN ' FOR ALL TABLES' ELSE '' END || \
             CASE WHEN p.pubinsert AND p.pubupdate AND p.pubdelete AND p.pubtruncate AND NOT p.pubviaroot THEN '' \
             ELSE ' WITH (publish = ' || quote_literal(concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END, \
             CASE WHEN p.pubupdate THEN 'update' END, CASE WHEN p.pubdelete THEN 'delete' END, \
             CASE WHEN p.pubtruncate THEN 'truncate' END)) || \
             CASE WHEN p.pubviaroot THEN ', publish_via_partition_root = true' ELSE '' END || ')' END \
             FROM pg_catalog.pg_publication p WHERE",
            own!("pg_publication", "p.oid")
        ),
    },
    // Row filters can be read since PostgreSQL 15 alone, which has them: before, there are tables and no more.
    Kind {
        when: "EXISTS (SELECT 1 FROM pg_catalog.pg_publication_rel)",
        kind: ObjectKind::Publication,
        class: "",
        query: "SELECT p.oid, ''::text, p.pubname || ' of ' || c.oid::regclass, NULL::text, NULL::text, \
                'ALTER PUBLICATION ' || quote_ident(p.pubname) || ' ADD TABLE ONLY ' || c.oid::regclass || \
                COALESCE(' (' || (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) \
                FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid \
                AND to_jsonb(r) -> 'prattrs' @> to_jsonb(a.attnum)) || ')', '') || \
                CASE WHEN to_jsonb(r) ->> 'prqual' IS NULL THEN '' ELSE ' WHERE (' || (SELECT t.x ->> 'rowfilter' FROM \
                (SELECT to_jsonb(v) AS x FROM pg_catalog.pg_publication_tables v WHERE v.pubname = p.pubname \
                AND v.tablename = c.relname AND v.schemaname = n.nspname) t) || ')' END \
                FROM pg_catalog.pg_publication_rel r JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid \
                JOIN pg_catalog.pg_class c ON c.oid = r.prrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace",
    },
    Kind {
        when: "to_regclass('pg_catalog.pg_publication_namespace') IS NOT NULL \
               AND EXISTS (SELECT 1 FROM pg_catalog.pg_publication)",
        kind: ObjectKind::Publication,
        class: "",
        query: "SELECT p.oid, ''::text, p.pubname || ' of ' || n.nspname, NULL::text, NULL::text, \
                'ALTER PUBLICATION ' || quote_ident(p.pubname) || ' ADD TABLES IN SCHEMA ' || quote_ident(n.nspname) \
                FROM pg_catalog.pg_publication_namespace r JOIN pg_catalog.pg_publication p ON p.oid = r.pnpubid \
                JOIN pg_catalog.pg_namespace n ON n.oid = r.pnnspid",
    },
];
