INSERT INTO authors (id, name) VALUES (1, 'Ada');
INSERT INTO books (id, title, author_id) VALUES (1, 'A', 1), (2, 'B', 1);
