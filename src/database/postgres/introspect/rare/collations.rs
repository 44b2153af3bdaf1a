use super::super::kind::Kind;
use crate::schema::ObjectKind;

/// Collations that a migration made. What their columns are called changed from version to version.
pub(super) const ALL: [Kind; 1] = [Kind {
    when: "EXISTS (SELECT 1 FROM pg_catalog.pg_collation WHERE oid >= 16384)",
    kind: ObjectKind::Collation,
    class: "pg_collation",
    query: concat!(
        "SELECT o.oid, n.nspname::text, o.collname::text, NULL::text, NULL::text, 'CREATE COLLATION ' || \
         CASE WHEN pg_collation_is_visible(o.oid) THEN '' ELSE quote_ident(n.nspname) || '.' END || \
         quote_ident(o.collname) || ' (' || \
         CASE o.collprovider WHEN 'c' THEN 'LC_COLLATE = ' || quote_literal(o.collcollate) || ', LC_CTYPE = ' || \
         quote_literal(o.collctype) ELSE 'PROVIDER = ' || CASE o.collprovider WHEN 'i' THEN 'icu' ELSE 'builtin' END || \
         ', LOCALE = ' || quote_literal(COALESCE(to_jsonb(o) ->> 'colllocale', to_jsonb(o) ->> 'colliculocale', \
         o.collcollate)) END || \
         COALESCE(', RULES = ' || quote_literal(to_jsonb(o) ->> 'collicurules'), '') || \
         CASE WHEN o.collisdeterministic THEN '' ELSE ', DETERMINISTIC = false' END || ')' \
         FROM pg_catalog.pg_collation o JOIN pg_catalog.pg_namespace n ON n.oid = o.collnamespace \
         WHERE o.oid >= 16384 AND",
        in_ours!(),
        "AND",
        own!("pg_collation", "o.oid")
    ),
}];
