INSERT INTO items (id, n, note, level, others) VALUES (1, 1, 'mid', 'low', '{mid}'), (2, 2, 'x', 'mid', '{max,mid}');
