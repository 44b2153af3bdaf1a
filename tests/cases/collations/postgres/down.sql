-- Undoes: change

DROP INDEX users_city_idx;

ALTER TABLE users ALTER COLUMN note TYPE TEXT COLLATE "POSIX";

ALTER TABLE users ALTER COLUMN name TYPE TEXT COLLATE "C";

-- The values of users.city are lost.
ALTER TABLE users DROP COLUMN city;
