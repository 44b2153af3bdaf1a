-- Undoes: change

ALTER TABLE books DROP KEY abc;

-- Fails if rows share these values: SELECT first, second, three, count(*) FROM books WHERE first IS NOT NULL AND second IS NOT NULL AND three IS NOT NULL GROUP BY first, second, three HAVING count(*) > 1;
ALTER TABLE books ADD UNIQUE KEY abc (first, second, three);

ALTER TABLE books RENAME COLUMN second TO two;

ALTER TABLE books RENAME COLUMN first TO one;
