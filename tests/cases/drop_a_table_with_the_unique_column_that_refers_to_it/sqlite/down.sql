-- Undoes: change

CREATE TABLE authors (
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT NOT NULL
);

-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: books.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE books RENAME TO manage_old_books;

-- What books.author_id held before is gone: the rows get a plain value.
-- Fails if rows share these values: SELECT title, author_id, count(*) FROM books WHERE title IS NOT NULL AND author_id IS NOT NULL GROUP BY title, author_id HAVING count(*) > 1;
-- Fails if rows refer to nothing: SELECT * FROM books WHERE books.author_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM authors AS parent WHERE parent.id = books.author_id);
CREATE TABLE books (
    id INTEGER PRIMARY KEY NOT NULL,
    title TEXT NOT NULL,
    author_id BIGINT NOT NULL REFERENCES authors (id),
    UNIQUE (title, author_id)
);

-- authors is new, and books.author_id refers to it: the rows that it needs, with their keys and plain values.
INSERT OR IGNORE INTO authors (id, name)
SELECT DISTINCT 0, ''
FROM manage_old_books;

INSERT INTO books (id, title, author_id)
SELECT id, title, (SELECT min(id) FROM authors)
FROM manage_old_books;

-- Fails if books.author_id refers to nothing in authors.
CREATE TABLE manage_misfit (
    value CONSTRAINT "books.author_id refers to nothing in authors" CHECK (value IS NULL)
);

INSERT INTO manage_misfit SELECT 1 FROM books WHERE NOT EXISTS (SELECT 1 FROM authors AS parent WHERE parent.id = books.author_id);

DROP TABLE manage_misfit;

DROP TABLE manage_old_books;

PRAGMA defer_foreign_keys = OFF;
