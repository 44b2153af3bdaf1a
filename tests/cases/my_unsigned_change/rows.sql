INSERT INTO parts (id, amount, level, weight) VALUES (1, 4, 2, 1.5), (2, 0, 60000, 0);
INSERT INTO boxes (id, part_id) VALUES (1, 2), (2, 1);
