DROP INDEX books_age_idx ON books;

ALTER TABLE books DROP KEY books_unique;

-- Fails if rows share these values: SELECT name, count(*) FROM books WHERE name IS NOT NULL GROUP BY name HAVING count(*) > 1;
ALTER TABLE books ADD UNIQUE KEY books_name_key (name);

-- Fails if rows share these values: SELECT age, count(*) FROM books WHERE age IS NOT NULL GROUP BY age HAVING count(*) > 1;
ALTER TABLE books ADD UNIQUE KEY books_unique (age);
