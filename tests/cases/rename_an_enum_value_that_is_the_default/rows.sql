INSERT INTO items (id, level) VALUES (1, 'low'), (2, 'mid');
