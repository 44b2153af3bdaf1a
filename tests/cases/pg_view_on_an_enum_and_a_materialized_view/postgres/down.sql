-- Undoes: change

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
    WHERE v.oid IN ('shown'::regclass, 'titles'::regclass);
END $manage_rights$;

-- These are in the way: dropped here, and made again below: view shown, materialized view titles.
DROP MATERIALIZED VIEW titles;

DROP VIEW shown;

ALTER TABLE posts ALTER COLUMN title TYPE VARCHAR(20);

ALTER TYPE status ADD VALUE IF NOT EXISTS 'archived';

CREATE VIEW shown AS
 SELECT posts.id,
    posts.title
   FROM posts
  WHERE (posts.status = 'published'::status);

CREATE MATERIALIZED VIEW titles AS
 SELECT shown.title,
    count(*) AS number
   FROM shown
  GROUP BY shown.title;

CREATE UNIQUE INDEX titles_title ON public.titles USING btree (title);

DO $manage_rights$ BEGIN EXECUTE current_setting('manage.rights'); END $manage_rights$;
