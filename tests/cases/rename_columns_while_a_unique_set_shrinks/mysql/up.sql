ALTER TABLE books RENAME COLUMN one TO first;

ALTER TABLE books RENAME COLUMN two TO second;

ALTER TABLE books DROP KEY abc;

-- Fails if rows share these values: SELECT first, second, count(*) FROM books WHERE first IS NOT NULL AND second IS NOT NULL GROUP BY first, second HAVING count(*) > 1;
ALTER TABLE books ADD UNIQUE KEY abc (first, second);
