INSERT INTO items (id, n, level) VALUES (1, 1, 'low'), (2, 2, 'mid'); INSERT INTO kept VALUES (1, 'mid', '{mid}');
