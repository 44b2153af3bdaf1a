INSERT INTO items (id, n, level, others) VALUES (1, 1, 'low', '{max,low}'), (2, 7, 'mid', DEFAULT);
