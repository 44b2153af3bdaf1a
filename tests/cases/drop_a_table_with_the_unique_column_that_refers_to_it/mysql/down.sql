-- Undoes: change

CREATE TABLE authors (
    id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name text NOT NULL
);

-- What books.author_id held before is gone: the rows get a plain value.
ALTER TABLE books ADD COLUMN author_id bigint;

UPDATE books JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM books) AS numbered USING (id)
SET books.author_id = numbered.n;

ALTER TABLE books MODIFY COLUMN author_id bigint NOT NULL;

-- Fails if rows share these values: SELECT title, author_id, count(*) FROM books WHERE title IS NOT NULL AND author_id IS NOT NULL GROUP BY title, author_id HAVING count(*) > 1;
ALTER TABLE books ADD UNIQUE KEY books_title_author_id_key (title, author_id);

-- authors is new, and books.author_id refers to it: the rows that it needs, with their keys and plain values.
INSERT IGNORE INTO authors (id, name)
SELECT DISTINCT author_id, ''
FROM books
WHERE author_id IS NOT NULL;

ALTER TABLE books ADD CONSTRAINT books_author_id_fkey FOREIGN KEY (author_id) REFERENCES authors (id);
