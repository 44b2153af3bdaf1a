ALTER TABLE books
    DROP FOREIGN KEY books_by_fkey,
    DROP KEY books_by_fkey;

-- Fails if rows refer to nothing: SELECT * FROM books WHERE NOT EXISTS (SELECT 1 FROM persons AS parent WHERE parent.id = books.`by`);
ALTER TABLE books ADD CONSTRAINT books_by_fkey FOREIGN KEY (`by`) REFERENCES persons (id) ON DELETE CASCADE;
