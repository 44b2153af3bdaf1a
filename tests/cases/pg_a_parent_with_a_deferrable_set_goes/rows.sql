INSERT INTO parents (id, place) VALUES (1, 5), (2, 6);
INSERT INTO childs (id, parent_id, other_id) VALUES (1, 1, 2), (2, NULL, 2), (3, 2, 2);
