-- Undoes: change

-- These are in the way: dropped here, and made again below: view writers, view busy_writers, trigger users_update.
-- Rights that no migration grants on a view have to be granted again.
DROP TRIGGER users_update ON users;

DROP VIEW busy_writers;

DROP VIEW writers;

ALTER TABLE users ALTER COLUMN full_name TYPE VARCHAR(50);

CREATE VIEW writers AS
 SELECT users.id,
    users.full_name AS name,
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

CREATE TRIGGER users_update AFTER UPDATE OF full_name ON public.users FOR EACH ROW EXECUTE FUNCTION users_update();

ALTER TABLE users RENAME COLUMN full_name TO name;
