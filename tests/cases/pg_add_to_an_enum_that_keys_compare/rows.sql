INSERT INTO items (level) VALUES ('low'), ('max');
INSERT INTO subs (id, n, l) VALUES (1, 1, 'low'), (2, 2, 'max');
INSERT INTO leafs (id, n, l) VALUES (1, 1, 'low'), (2, 2, 'max');
