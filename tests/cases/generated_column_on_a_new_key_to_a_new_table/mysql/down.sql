-- Undoes: change

ALTER TABLE books
    DROP FOREIGN KEY books_author_id_fkey,
    DROP KEY books_author_id_fkey;

ALTER TABLE books DROP COLUMN twice;

-- The values of books.author_id are lost.
ALTER TABLE books DROP COLUMN author_id;

-- The rows of authors are lost.
DROP TABLE authors;
