-- Undoes: change

ALTER TABLE books DROP FOREIGN KEY books_author_id_fkey;

DROP INDEX books_title_author_id_idx ON books;

ALTER TABLE books DROP KEY books_author_id_title_key;

-- The values of books.author_id are lost.
ALTER TABLE books DROP COLUMN author_id;

-- The rows of authors are lost.
DROP TABLE authors;
