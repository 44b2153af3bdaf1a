INSERT INTO shop.items (id, name) VALUES (1, 'abc');
INSERT INTO shop.items (id, name) VALUES (2, 'def');
