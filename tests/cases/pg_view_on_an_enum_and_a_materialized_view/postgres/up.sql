-- These are in the way: dropped here, and made again below: view shown, materialized view titles, trigger posts_touch, policy posts_read.
-- Rights that no migration grants on a view have to be granted again.
DROP POLICY posts_read ON posts;

DROP TRIGGER posts_touch ON posts;

DROP MATERIALIZED VIEW titles;

DROP VIEW shown;

ALTER TYPE status RENAME TO status_old;

CREATE TYPE status AS ENUM ('draft', 'published');

ALTER TABLE posts ALTER COLUMN status DROP DEFAULT;

ALTER TABLE posts ALTER COLUMN status TYPE status USING (CASE status::text WHEN 'archived' THEN 'draft' ELSE status::text END)::status;

ALTER TABLE posts ALTER COLUMN status SET DEFAULT 'draft';

DROP TYPE status_old;

ALTER TABLE posts ALTER COLUMN title TYPE VARCHAR(80);

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

CREATE TRIGGER posts_touch BEFORE UPDATE OF status ON public.posts FOR EACH ROW EXECUTE FUNCTION touch();

CREATE POLICY posts_read ON posts FOR SELECT USING ((status = 'published'::status));
