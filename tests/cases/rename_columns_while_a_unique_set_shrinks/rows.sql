INSERT INTO books (id, one, two, three) VALUES (1, 1, 'x', 1), (2, 1, 'y', 1);
