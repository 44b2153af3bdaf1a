-- Undoes: change

CREATE TABLE authors (
    id INTEGER PRIMARY KEY NOT NULL,
    best_book_id BIGINT REFERENCES books (id)
);

CREATE TABLE books (
    id INTEGER PRIMARY KEY NOT NULL,
    author_id BIGINT NOT NULL REFERENCES authors (id)
);
