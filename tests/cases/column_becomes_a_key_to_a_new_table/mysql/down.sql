-- Undoes: change

-- What books.author held before is gone: the rows get a plain value.
ALTER TABLE books ADD COLUMN author text NOT NULL;

ALTER TABLE books
    DROP FOREIGN KEY books_author_id_fkey,
    DROP KEY books_author_id_fkey;

-- The values of books.author_id are lost.
ALTER TABLE books DROP COLUMN author_id;

-- The rows of authors are lost.
DROP TABLE authors;
