-- Undoes: change

DROP INDEX users_city_idx ON users;

ALTER TABLE users MODIFY COLUMN note text COLLATE utf8mb4_unicode_ci;

ALTER TABLE users MODIFY COLUMN name varchar(50) COLLATE utf8mb4_bin NOT NULL;

-- The values of users.city are lost.
ALTER TABLE users DROP COLUMN city;
