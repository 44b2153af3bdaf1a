use super::super::kind::Kind;
use crate::schema::ObjectKind;

/// Constraints of which nobody has said yet that the rows keep to them: there is no statement that takes that back, so
/// they are made anew.
pub(super) const ALL: [Kind; 1] = [Kind {
    when: "EXISTS (SELECT 1 FROM pg_catalog.pg_constraint WHERE NOT convalidated AND contype IN ('c', 'f') AND conrelid <> 0)",
    kind: ObjectKind::Constraint,
    class: "",
    query: concat!(
        "SELECT k.oid, n.nspname::text, k.conname::text, n.nspname::text, c.relname::text, 'ALTER TABLE ' || \
         c.oid::regclass || ' DROP CONSTRAINT ' || quote_ident(k.conname) || ', ADD CONSTRAINT ' || \
         quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid) \
         FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid \
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
         WHERE NOT k.convalidated AND k.contype IN ('c', 'f') AND NOT (k.contype = 'c' AND k.connoinherit) \
         AND NOT (k.contype = 'f' AND (k.confmatchtype = 'f' AND cardinality(k.conkey) > 1 \
         OR to_jsonb(k) ->> 'confdelsetcols' IS NOT NULL)) \
         AND COALESCE((to_jsonb(k) ->> 'conenforced')::boolean, true) \
         AND k.conparentid = 0 AND NOT c.relispartition AND c.relkind IN ('r', 'p') AND",
        in_ours!()
    ),
}];
