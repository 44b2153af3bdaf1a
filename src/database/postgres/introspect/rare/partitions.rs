use super::super::kind::Kind;
use crate::schema::ObjectKind;

/// The parts of partitioned tables. They come and go with time: whoever compares does not hold it against a database that
/// it has others. What they have of their own beside their bounds is not looked at.
pub(super) const ALL: [Kind; 1] = [Kind {
    when: "EXISTS (SELECT 1 FROM pg_catalog.pg_partitioned_table)",
    kind: ObjectKind::Partition,
    class: "pg_class",
    query: concat!(
        "SELECT c.oid, n.nspname::text, c.relname::text, pn.nspname::text, p.relname::text, 'CREATE TABLE ' || \
         c.oid::regclass::text || ' PARTITION OF ' || p.oid::regclass::text || ' ' || \
         pg_get_expr(c.relpartbound, c.oid) || COALESCE(' PARTITION BY ' || pg_get_partkeydef(c.oid), '') \
         FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
         JOIN pg_catalog.pg_inherits i ON i.inhrelid = c.oid JOIN pg_catalog.pg_class p ON p.oid = i.inhparent \
         JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace \
         WHERE c.relispartition AND c.relkind IN ('r', 'p') AND",
        in_ours!(),
        "AND",
        " NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass \
         AND d.objid = c.oid AND d.deptype = 'e')"
    ),
}];
