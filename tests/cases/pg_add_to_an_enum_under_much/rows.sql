INSERT INTO items (id, n, level, others) VALUES (1, 1, 'low', '{mid}'), (2, 2, 'max', '{max,mid}');
INSERT INTO others (id, first, second) VALUES (1, 'low', 'mid'), (2, 'max', 'low');
