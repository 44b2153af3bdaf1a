-- Undoes: change

-- These are in the way: dropped here, and made again below: view shown, materialized view titles.
-- Rights that no migration grants on a view have to be granted again.
DROP MATERIALIZED VIEW titles;

DROP VIEW shown;

ALTER TABLE posts ALTER COLUMN title TYPE VARCHAR(20);

ALTER TYPE status ADD VALUE 'archived';

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
