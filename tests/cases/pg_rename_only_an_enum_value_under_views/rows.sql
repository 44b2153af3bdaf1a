INSERT INTO items (id, n, level) VALUES (1, 1, 'mid');
