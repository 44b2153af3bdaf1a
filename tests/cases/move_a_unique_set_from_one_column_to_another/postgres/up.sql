DROP INDEX books_age_idx;

ALTER TABLE books DROP CONSTRAINT books_unique;

-- Fails if rows share these values: SELECT name, count(*) FROM books WHERE name IS NOT NULL GROUP BY name HAVING count(*) > 1;
ALTER TABLE books ADD CONSTRAINT books_name_key UNIQUE (name);

-- Fails if rows share these values: SELECT age, count(*) FROM books WHERE age IS NOT NULL GROUP BY age HAVING count(*) > 1;
ALTER TABLE books ADD CONSTRAINT books_unique UNIQUE (age);
