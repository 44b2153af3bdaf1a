INSERT INTO books (id, name, age) VALUES (1, 'A', 1), (2, 'B', 2);
