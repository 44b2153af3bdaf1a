INSERT INTO items (id, n, level) VALUES (1, 1, 'mid'), (2, 0, 'low'), (3, 7, 'max');
INSERT INTO others (id, first, second) VALUES (1, 'low', 'mid'), (2, 'max', NULL);
