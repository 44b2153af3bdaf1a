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
    WHERE v.oid IN ('plain'::regclass, 'shown'::regclass, '"Titles"'::regclass);
END $manage_rights$;

-- These are in the way: dropped here, and made again below: view plain, view shown, materialized view Titles, trigger posts_touch, policy posts_read.
DROP POLICY posts_read ON posts;

DROP TRIGGER posts_touch ON posts;

DROP MATERIALIZED VIEW "Titles";

DROP VIEW shown;

DROP VIEW plain;

ALTER TABLE posts ALTER COLUMN title TYPE VARCHAR(80);

CREATE VIEW plain AS
 SELECT posts.title
   FROM posts;

CREATE VIEW shown WITH (security_barrier=true) AS
 SELECT posts.id,
    posts.title
   FROM posts
  WHERE (posts.id > 0);

CREATE MATERIALIZED VIEW "Titles" AS
 SELECT shown.title,
    count(*) AS number
   FROM shown
  GROUP BY shown.title;

CREATE UNIQUE INDEX titles_title ON public."Titles" USING btree (title);

CREATE RULE plain_insert AS
    ON INSERT TO public.plain DO INSTEAD  INSERT INTO posts (title)
  VALUES (new.title);

CREATE TRIGGER posts_touch BEFORE UPDATE OF title ON public.posts FOR EACH ROW EXECUTE FUNCTION touch();

CREATE TRIGGER shown_touch INSTEAD OF UPDATE ON public.shown FOR EACH ROW EXECUTE FUNCTION touch();

ALTER TABLE posts DISABLE TRIGGER posts_touch;

CREATE POLICY posts_read ON posts FOR SELECT USING (((title)::text <> ''::text));

ALTER VIEW shown ALTER COLUMN title SET DEFAULT 'new'::character varying;

COMMENT ON RULE plain_insert ON plain IS 'Goes on';

COMMENT ON POLICY posts_read ON posts IS 'Read by all';

COMMENT ON TRIGGER posts_touch ON posts IS 'Touches as well';

COMMENT ON TRIGGER shown_touch ON shown IS 'Touches';

COMMENT ON MATERIALIZED VIEW "Titles" IS 'Counted';

COMMENT ON VIEW shown IS 'What people see: it''s all';

COMMENT ON COLUMN shown.title IS 'Its title';

COMMENT ON INDEX titles_title IS 'One each';

DO $manage_rights$ BEGIN EXECUTE current_setting('manage.rights'); END $manage_rights$;
