-- Undoes: change

CREATE TABLE authors (
    id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
    best_book_id bigint
);

CREATE TABLE books (
    id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
    author_id bigint NOT NULL,
    CONSTRAINT books_author_id_fkey FOREIGN KEY (author_id) REFERENCES authors (id)
);

ALTER TABLE authors ADD CONSTRAINT authors_best_book_id_fkey FOREIGN KEY (best_book_id) REFERENCES books (id);
