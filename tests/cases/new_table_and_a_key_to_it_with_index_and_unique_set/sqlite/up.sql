CREATE TABLE authors (
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT NOT NULL
);

ALTER TABLE books ADD COLUMN author_id BIGINT REFERENCES authors (id) ON DELETE CASCADE;

-- Fails if rows share these values: SELECT author_id, title, count(*) FROM books WHERE author_id IS NOT NULL AND title IS NOT NULL GROUP BY author_id, title HAVING count(*) > 1;
CREATE UNIQUE INDEX books_author_id_title_key ON books (author_id, title);

CREATE INDEX books_title_author_id_idx ON books (title, author_id);
