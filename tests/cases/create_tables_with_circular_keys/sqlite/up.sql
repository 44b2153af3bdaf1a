CREATE TABLE authors (
    id INTEGER PRIMARY KEY NOT NULL,
    best_book_id BIGINT REFERENCES books (id)
);

CREATE TABLE books (
    id INTEGER PRIMARY KEY NOT NULL,
    author_id BIGINT NOT NULL REFERENCES authors (id) ON DELETE CASCADE
);

CREATE INDEX books_author_id_idx ON books (author_id);
