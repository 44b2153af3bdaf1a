INSERT INTO items (name, team, code, open) VALUES ('a', 1, 'x', true), ('a', NULL, NULL, NULL);
