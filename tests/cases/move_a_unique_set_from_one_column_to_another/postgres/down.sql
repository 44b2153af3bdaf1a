-- Undoes: change

ALTER TABLE books DROP CONSTRAINT books_unique;

ALTER TABLE books DROP CONSTRAINT books_name_key;

-- Fails if rows share these values: SELECT name, count(*) FROM books WHERE name IS NOT NULL GROUP BY name HAVING count(*) > 1;
ALTER TABLE books ADD CONSTRAINT books_unique UNIQUE (name);

CREATE INDEX books_age_idx ON books (age);
