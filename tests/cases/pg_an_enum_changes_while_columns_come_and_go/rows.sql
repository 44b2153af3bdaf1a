INSERT INTO items (id, level, last, words, text) VALUES (1, 'max', 'low', 'max', 'low'), (2, 'low', 'max', NULL, 'mid');
