ALTER TABLE books DROP CONSTRAINT books_author_id_fkey;

ALTER TABLE books DROP CONSTRAINT books_title_author_id_key;

-- The values of books.author_id are lost.
ALTER TABLE books DROP COLUMN author_id;

-- The rows of authors are lost.
DROP TABLE authors;
