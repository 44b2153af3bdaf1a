CREATE TABLE authors (
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT NOT NULL
);

ALTER TABLE books ADD COLUMN author_id BIGINT REFERENCES authors (id);

-- The values of books.author are lost.
ALTER TABLE books DROP COLUMN author;
