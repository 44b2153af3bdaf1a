ALTER TYPE level RENAME VALUE 'mid' TO 'middle';

-- Owners and rights of views are read from the database that this runs on, and given back below.
DO $manage_rights$ BEGIN
    PERFORM set_config('manage.rights', coalesce(string_agg(rights.said, ' ' ORDER BY rights.place), ''), false)
    FROM pg_class AS v, LATERAL (
        SELECT 1, format('REVOKE ALL ON %s FROM %I;', v.oid::regclass, current_user) WHERE v.relacl IS NOT NULL
        UNION SELECT 1, format('REVOKE ALL ON %s FROM %s;', v.oid::regclass, coalesce(nullif(given.grantee, 0)::regrole::text, 'PUBLIC'))
        FROM pg_default_acl AS d, aclexplode(d.defaclacl) AS given
        WHERE d.defaclobjtype = 'r' AND given.grantee <> d.defaclrole
        UNION SELECT 2, format('GRANT %s ON %s TO %s%s;', given.privilege_type, v.oid::regclass, coalesce(nullif(given.grantee, 0)::regrole::text, 'PUBLIC'),
            CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
        FROM aclexplode(v.relacl) AS given
        UNION SELECT 2, format('GRANT %s (%I) ON %s TO %s%s;', given.privilege_type, c.attname, v.oid::regclass, coalesce(nullif(given.grantee, 0)::regrole::text, 'PUBLIC'),
            CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
        FROM pg_attribute AS c, aclexplode(c.attacl) AS given WHERE c.attrelid = v.oid
        UNION SELECT 3, format('ALTER TABLE %s OWNER TO %I;', v.oid::regclass, pg_get_userbyid(v.relowner))
        WHERE pg_get_userbyid(v.relowner) <> current_user
    ) AS rights (place, said)
    WHERE v.oid IN ('mids'::regclass, 'above'::regclass);
END $manage_rights$;

-- These are in the way: dropped here, and made again below: view mids, materialized view above, trigger items_touch, policy shown.
DROP POLICY shown ON items;

DROP TRIGGER items_touch ON items;

DROP MATERIALIZED VIEW above;

DROP VIEW mids;

ALTER TABLE items ALTER COLUMN n TYPE BIGINT;

CREATE VIEW mids AS
 SELECT items.id,
    items.n,
    items.level
   FROM items
  WHERE ((items.level = 'middle'::level) OR (items.level = ANY (ARRAY['low'::level, 'middle'::level])));

CREATE MATERIALIZED VIEW above AS
 SELECT count(*) AS number
   FROM mids
  WHERE (mids.n > 0);

CREATE TRIGGER items_touch BEFORE UPDATE OF n ON public.items FOR EACH ROW WHEN ((new.level = 'middle'::level)) EXECUTE FUNCTION touch();

CREATE POLICY shown ON items FOR SELECT USING (((level <> 'middle'::level) AND (n > 0)));

DO $manage_rights$ BEGIN EXECUTE current_setting('manage.rights'); END $manage_rights$;
