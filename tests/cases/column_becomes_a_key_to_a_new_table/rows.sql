INSERT INTO books (id, title, author) VALUES (1, 'A', 'Ada'), (2, 'B', 'Grace');
