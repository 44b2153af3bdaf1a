-- Undoes: change

-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: authors, books.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE authors RENAME TO manage_old_authors;

ALTER TABLE books RENAME TO manage_old_books;

-- What books.author held before is gone: the rows get a plain value.
-- The values of books.author_id are lost.
CREATE TABLE books (
    id INTEGER PRIMARY KEY NOT NULL,
    title TEXT NOT NULL,
    author TEXT NOT NULL
);

INSERT INTO books (id, title, author)
SELECT id, title, ''
FROM manage_old_books;

DROP TABLE manage_old_books;

-- The rows of authors are lost.
DROP TABLE manage_old_authors;

PRAGMA defer_foreign_keys = OFF;
