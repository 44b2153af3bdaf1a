INSERT INTO users (id, name) VALUES (1, 'Ada'), (2, 'Grace');
INSERT INTO authors (id) VALUES (1);
INSERT INTO books (id, author_id) VALUES (1, 1);
UPDATE authors SET best_book_id = 1;
