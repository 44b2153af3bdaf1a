DROP INDEX books_age_idx;

-- Fails if rows share these values: SELECT age, count(*) FROM books WHERE age IS NOT NULL GROUP BY age HAVING count(*) > 1;
CREATE UNIQUE INDEX books_unique ON books (age);
