-- Undoes: change

-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: books.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE books RENAME TO manage_old_books;

-- Fails if rows refer to nothing: SELECT * FROM books WHERE NOT EXISTS (SELECT 1 FROM authors AS parent WHERE parent.id = books.by);
CREATE TABLE books (
    id INTEGER PRIMARY KEY NOT NULL,
    by BIGINT NOT NULL REFERENCES authors (id) ON DELETE CASCADE
);

INSERT INTO books (id, by)
SELECT id, by
FROM manage_old_books;

-- Fails if books.by refers to nothing in authors.
CREATE TABLE manage_misfit (
    value CONSTRAINT "books.by refers to nothing in authors" CHECK (value IS NULL)
);

INSERT INTO manage_misfit SELECT 1 FROM books WHERE NOT EXISTS (SELECT 1 FROM authors AS parent WHERE parent.id = books.by);

DROP TABLE manage_misfit;

DROP TABLE manage_old_books;

PRAGMA defer_foreign_keys = OFF;
