-- Undoes: change

-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: books.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE books RENAME TO manage_old_books;

-- Fails if rows share these values: SELECT first, second, three, count(*) FROM books WHERE first IS NOT NULL AND second IS NOT NULL AND three IS NOT NULL GROUP BY first, second, three HAVING count(*) > 1;
CREATE TABLE books (
    id INTEGER PRIMARY KEY NOT NULL,
    first INTEGER NOT NULL,
    second TEXT NOT NULL,
    three INTEGER NOT NULL,
    CONSTRAINT abc UNIQUE (first, second, three)
);

INSERT INTO books (id, first, second, three)
SELECT id, first, second, three
FROM manage_old_books;

DROP TABLE manage_old_books;

PRAGMA defer_foreign_keys = OFF;

ALTER TABLE books RENAME COLUMN second TO two;

ALTER TABLE books RENAME COLUMN first TO one;
