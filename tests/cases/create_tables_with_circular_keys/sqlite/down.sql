-- Undoes: change

-- The rows of books are lost.
DROP TABLE books;

-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- What changes: authors.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE authors RENAME TO manage_old_authors;

-- The rows of authors are lost.
DROP TABLE manage_old_authors;

PRAGMA defer_foreign_keys = OFF;
