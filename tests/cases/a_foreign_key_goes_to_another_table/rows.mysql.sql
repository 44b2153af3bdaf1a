INSERT INTO authors (id, name) VALUES (1, 'A');
INSERT INTO persons (id, name) VALUES (1, 'A');
INSERT INTO books (id, `by`) VALUES (1, 1);
