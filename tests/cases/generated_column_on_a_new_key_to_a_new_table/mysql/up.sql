CREATE TABLE authors (
    id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name text NOT NULL
);

ALTER TABLE books ADD COLUMN author_id bigint;

ALTER TABLE books ADD COLUMN twice bigint GENERATED ALWAYS AS (coalesce(author_id, 0) * 2) VIRTUAL;

-- Fails if rows refer to nothing: SELECT * FROM books WHERE books.author_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM authors AS parent WHERE parent.id = books.author_id);
ALTER TABLE books ADD CONSTRAINT books_author_id_fkey FOREIGN KEY (author_id) REFERENCES authors (id);
