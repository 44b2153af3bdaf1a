INSERT INTO items (id, n, level) VALUES (1, 1, 'low'), (2, 2, 'max'); INSERT INTO kept VALUES (1, 'max', '{max,mid}');
