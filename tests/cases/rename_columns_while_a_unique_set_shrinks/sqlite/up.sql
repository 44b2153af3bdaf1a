-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: books.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE books RENAME TO manage_old_books;

-- Fails if rows share these values: SELECT one, two, count(*) FROM books WHERE one IS NOT NULL AND two IS NOT NULL GROUP BY one, two HAVING count(*) > 1;
CREATE TABLE books (
    id INTEGER PRIMARY KEY NOT NULL,
    one INTEGER NOT NULL,
    two TEXT NOT NULL,
    three INTEGER NOT NULL
);

INSERT INTO books (id, one, two, three)
SELECT id, one, two, three
FROM manage_old_books;

DROP TABLE manage_old_books;

CREATE UNIQUE INDEX abc ON books (one, two);

PRAGMA defer_foreign_keys = OFF;

ALTER TABLE books RENAME COLUMN one TO first;

ALTER TABLE books RENAME COLUMN two TO second;
