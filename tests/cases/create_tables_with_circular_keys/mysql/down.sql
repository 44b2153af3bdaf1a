-- Undoes: change

ALTER TABLE authors
    DROP FOREIGN KEY authors_best_book_id_fkey,
    DROP KEY authors_best_book_id_fkey;

-- The rows of books are lost.
DROP TABLE books;

-- The rows of authors are lost.
DROP TABLE authors;
