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
    WHERE v.oid IN ('writers'::regclass, 'busy_writers'::regclass);
END $manage_rights$;

-- These are in the way: dropped here, and made again below: view writers, view busy_writers, trigger users_update.
DROP TRIGGER users_update ON users;

DROP VIEW busy_writers;

DROP VIEW writers;

ALTER TABLE users ALTER COLUMN name TYPE VARCHAR(80);

CREATE VIEW writers AS
 SELECT users.id,
    users.name,
    count(posts.id) AS posts
   FROM (users
     LEFT JOIN posts ON ((posts.user_id = users.id)))
  GROUP BY users.id;

CREATE VIEW busy_writers AS
 SELECT writers.id,
    writers.name,
    writers.posts
   FROM writers
  WHERE (writers.posts > 1);

CREATE TRIGGER busy_writers_insert INSTEAD OF INSERT ON public.busy_writers FOR EACH ROW EXECUTE FUNCTION busy_writers_insert();

CREATE TRIGGER users_update AFTER UPDATE OF name ON public.users FOR EACH ROW EXECUTE FUNCTION users_update();

DO $manage_rights$ BEGIN EXECUTE current_setting('manage.rights'); END $manage_rights$;

ALTER TABLE users RENAME COLUMN name TO full_name;
