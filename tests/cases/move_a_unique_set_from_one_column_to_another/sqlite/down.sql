-- Undoes: change

DROP INDEX books_unique;

CREATE INDEX books_age_idx ON books (age);
