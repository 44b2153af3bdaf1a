INSERT INTO nodes (id, parent_id, name) VALUES (3, NULL, 'c'), (2, 3, NULL), (1, 2, 'a');
