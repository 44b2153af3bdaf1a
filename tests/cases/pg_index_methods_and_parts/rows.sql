INSERT INTO docs (id, title, tags, body, done) VALUES (1, 'A', '{x,y}', NULL, false), (2, 'B', '{}', 'b', true);
