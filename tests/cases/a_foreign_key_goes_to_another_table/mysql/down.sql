-- Undoes: change

ALTER TABLE books
    DROP FOREIGN KEY books_by_fkey,
    DROP KEY books_by_fkey;

-- Fails if rows refer to nothing: SELECT * FROM books WHERE NOT EXISTS (SELECT 1 FROM authors AS parent WHERE parent.id = books.`by`);
ALTER TABLE books ADD CONSTRAINT books_by_fkey FOREIGN KEY (`by`) REFERENCES authors (id) ON DELETE CASCADE;
