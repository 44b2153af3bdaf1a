-- function is_mid names 'mid', which it has to call 'middle' from now on.
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

-- These are in the way: dropped here, and made again below: view mids, view above.
DROP VIEW above;

DROP VIEW mids;

-- These are in the way: dropped here, and made again below: trigger items_touch, policy shown.
DROP POLICY shown ON items;

DROP TRIGGER items_touch ON items;

-- These are in the way: dropped here, and made again below: constraint apart, statistics s.
DROP STATISTICS s;

ALTER TABLE items DROP CONSTRAINT apart;

-- Owners and rights of functions and types are read from the database that this runs on, and given back below.
DO $manage_rights$ BEGIN
    PERFORM set_config('manage.rights_made', coalesce(string_agg(rights.said, ' ' ORDER BY rights.place), ''), false)
    FROM (
        SELECT 'f', 'ROUTINE ' || p.oid::regprocedure, p.proacl, p.proowner FROM pg_proc AS p
        WHERE (p.proname = 'is_mid' AND pg_function_is_visible(p.oid)) AND (p.prokind = 'a' OR EXISTS (SELECT FROM pg_depend AS d JOIN pg_type AS t
            ON t.oid = d.refobjid WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
            AND (t.oid IN ('level'::regtype, 'high'::regtype, 'pair'::regtype) OR t.typelem IN ('level'::regtype, 'high'::regtype, 'pair'::regtype))))
        UNION ALL SELECT 'T', 'TYPE ' || t.oid::regtype, t.typacl, t.typowner FROM pg_type AS t
        WHERE t.oid IN ('level'::regtype, 'high'::regtype, 'pair'::regtype)
    ) AS own (kind, name, acl, owner), LATERAL (
        SELECT 1, format('REVOKE ALL ON %s FROM PUBLIC, %I;', own.name, current_user)
        WHERE own.acl IS NOT NULL OR EXISTS (SELECT FROM pg_default_acl AS d WHERE d.defaclobjtype::text = own.kind)
        UNION SELECT 1, format('REVOKE ALL ON %s FROM %s;', own.name, coalesce(nullif(given.grantee, 0)::regrole::text, 'PUBLIC'))
        FROM pg_default_acl AS d, aclexplode(d.defaclacl) AS given
        WHERE d.defaclobjtype::text = own.kind AND given.grantee <> d.defaclrole
        UNION SELECT 2, format('GRANT %s ON %s TO %s%s;', given.privilege_type, own.name, coalesce(nullif(given.grantee, 0)::regrole::text, 'PUBLIC'),
            CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
        FROM aclexplode(coalesce(own.acl, CASE WHEN EXISTS (SELECT FROM pg_default_acl AS d
            WHERE d.defaclobjtype::text = own.kind) THEN acldefault(own.kind::"char", own.owner) END)) AS given
        UNION SELECT 3, format('ALTER %s OWNER TO %I;', own.name, pg_get_userbyid(own.owner))
        WHERE pg_get_userbyid(own.owner) <> current_user
    ) AS rights (place, said);
END $manage_rights$;

-- These are in the way: dropped here, and made again below: type pair, function is_mid, function is_mid, domain high.
DROP FUNCTION is_mid (n integer);

DROP FUNCTION is_mid (l level, more level[]);

DROP TYPE pair;

ALTER TABLE kept ALTER COLUMN h TYPE text USING (CASE h::text WHEN 'max' THEN 'low' ELSE h::text END);

ALTER TABLE kept ALTER COLUMN hs TYPE text[] USING array_replace(hs::text[], 'max', 'low');

DROP DOMAIN high;

ALTER TYPE level RENAME TO level_old;

CREATE TYPE level AS ENUM ('middle', 'low');

ALTER TABLE items ALTER COLUMN level DROP DEFAULT;

ALTER TABLE items ALTER COLUMN level TYPE level USING (CASE level::text WHEN 'max' THEN 'low' ELSE level::text END)::level;

ALTER TABLE items ALTER COLUMN level SET DEFAULT 'low';

DROP TYPE level_old;

CREATE DOMAIN high AS level DEFAULT 'middle'::level CONSTRAINT not_low CHECK ((VALUE <> 'low'::level));

ALTER TABLE kept ALTER COLUMN h TYPE high USING h::high;

ALTER TABLE kept ALTER COLUMN hs TYPE high[] USING hs::high[];

CREATE TYPE pair AS (l level, n integer);

CREATE OR REPLACE FUNCTION public.is_mid(l level, more level[] DEFAULT '{}'::level[])
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT l::text = 'mid' $function$;

CREATE OR REPLACE FUNCTION public.is_mid(n integer)
 RETURNS level
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT (enum_range(NULL::level))[n] $function$;

DO $manage_rights$ BEGIN EXECUTE current_setting('manage.rights_made'); END $manage_rights$;

ALTER TABLE items ADD CONSTRAINT apart EXCLUDE USING gist (n WITH =, level WITH =) WHERE ((level <> 'low'::level));

CREATE VIEW mids AS
 SELECT items.id,
    items.level
   FROM items
  WHERE is_mid(items.level);

CREATE VIEW above AS
 SELECT count(*) AS number
   FROM mids;

CREATE STATISTICS public.s (dependencies) ON n, level FROM items;

CREATE TRIGGER items_touch BEFORE UPDATE ON public.items FOR EACH ROW WHEN ((new.level = 'middle'::level)) EXECUTE FUNCTION touch();

CREATE POLICY shown ON items FOR SELECT USING ((level <> 'low'::level));

DO $manage_rights$ BEGIN EXECUTE current_setting('manage.rights'); END $manage_rights$;
