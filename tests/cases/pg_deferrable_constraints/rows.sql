INSERT INTO kinds (id, name) VALUES (1, 'a'), (2, 'b');
INSERT INTO nodes (id, parent_id, place, kind_id) VALUES (1, 2, 1, 1), (2, 1, 2, 1), (3, 1, 3, 2);
