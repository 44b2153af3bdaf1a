PRAGMA defer_foreign_keys = ON;

-- The rows of authors are lost.
DROP TABLE authors;

-- The rows of books are lost.
DROP TABLE books;

PRAGMA defer_foreign_keys = OFF;
