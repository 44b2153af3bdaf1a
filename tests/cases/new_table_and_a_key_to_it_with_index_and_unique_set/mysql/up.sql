CREATE TABLE authors (
    id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name text NOT NULL
);

ALTER TABLE books ADD COLUMN author_id bigint;

-- Fails if rows share these values: SELECT author_id, title, count(*) FROM books WHERE author_id IS NOT NULL AND title IS NOT NULL GROUP BY author_id, title HAVING count(*) > 1;
ALTER TABLE books ADD UNIQUE KEY books_author_id_title_key (author_id, title);

CREATE INDEX books_title_author_id_idx ON books (title, author_id);

-- Fails if rows refer to nothing: SELECT * FROM books WHERE books.author_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM authors AS parent WHERE parent.id = books.author_id);
ALTER TABLE books ADD CONSTRAINT books_author_id_fkey FOREIGN KEY (author_id) REFERENCES authors (id) ON DELETE CASCADE;
