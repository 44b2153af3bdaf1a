INSERT INTO items (id, n, level) VALUES (1, 1, 'mid'), (2, 1, 'max');
