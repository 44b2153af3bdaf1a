use super::super::kind::Kind;
use crate::schema::ObjectKind;

/// How the sequences of identity columns and serials count, where that is not one by one from 1.
pub(super) const ALL: [Kind; 1] = [Kind {
    when: "EXISTS (SELECT 1 FROM pg_catalog.pg_sequence WHERE seqincrement <> 1 OR seqstart <> 1 OR seqmin <> 1 \
           OR seqcache <> 1 OR seqcycle OR seqmax NOT IN (9223372036854775807, 2147483647, 32767))",
    kind: ObjectKind::Sequence,
    class: "",
    query: concat!(
        "SELECT s.seqrelid, n.nspname::text, q.relname::text, n.nspname::text, c.relname::text, \
         CASE d.deptype WHEN 'i' THEN 'ALTER TABLE ' || c.oid::regclass || ' ALTER COLUMN ' || quote_ident(a.attname) || \
         CASE WHEN s.seqincrement = 1 THEN '' ELSE ' SET INCREMENT BY ' || s.seqincrement END || \
         CASE WHEN s.seqmin = 1 THEN '' ELSE ' SET MINVALUE ' || s.seqmin END || \
         CASE WHEN s.seqmax = m.most THEN '' ELSE ' SET MAXVALUE ' || s.seqmax END || \
         CASE WHEN s.seqstart = 1 THEN '' ELSE ' SET START WITH ' || s.seqstart || ' RESTART' END || \
         CASE WHEN s.seqcache = 1 THEN '' ELSE ' SET CACHE ' || s.seqcache END || \
         CASE WHEN s.seqcycle THEN ' SET CYCLE' ELSE '' END \
         ELSE 'DO $$ BEGIN EXECUTE ''ALTER SEQUENCE '' || pg_get_serial_sequence(' || \
         quote_literal(c.oid::regclass::text) || ', ' || quote_literal(a.attname) || ') || ' || quote_literal(concat( \
         CASE WHEN s.seqincrement = 1 THEN '' ELSE ' INCREMENT BY ' || s.seqincrement END, \
         CASE WHEN s.seqmin = 1 THEN '' ELSE ' MINVALUE ' || s.seqmin END, \
         CASE WHEN s.seqmax = m.most THEN '' ELSE ' MAXVALUE ' || s.seqmax END, \
         CASE WHEN s.seqstart = 1 THEN '' ELSE ' START WITH ' || s.seqstart || ' RESTART' END, \
         CASE WHEN s.seqcache = 1 THEN '' ELSE ' CACHE ' || s.seqcache END, \
         CASE WHEN s.seqcycle THEN ' CYCLE' ELSE '' END)) || '; END $$' END \
         FROM pg_catalog.pg_sequence s JOIN pg_catalog.pg_class q ON q.oid = s.seqrelid \
         JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = q.oid \
         AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0 \
         JOIN pg_catalog.pg_class c ON c.oid = d.refobjid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
         JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid \
         CROSS JOIN LATERAL (SELECT CASE s.seqtypid WHEN 'bigint'::regtype THEN 9223372036854775807 \
         WHEN 'integer'::regtype THEN 2147483647 ELSE 32767 END) AS m (most) \
         WHERE (s.seqincrement <> 1 OR s.seqstart <> 1 OR s.seqmin <> 1 OR s.seqcache <> 1 OR s.seqcycle \
         OR s.seqmax <> m.most) AND NOT c.relispartition AND",
        in_ours!()
    ),
}];
