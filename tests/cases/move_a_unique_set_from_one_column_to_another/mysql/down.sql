-- Undoes: change

ALTER TABLE books DROP KEY books_unique;

ALTER TABLE books DROP KEY books_name_key;

-- Fails if rows share these values: SELECT name, count(*) FROM books WHERE name IS NOT NULL GROUP BY name HAVING count(*) > 1;
ALTER TABLE books ADD UNIQUE KEY books_unique (name);

CREATE INDEX books_age_idx ON books (age);
