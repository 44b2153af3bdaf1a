INSERT INTO tags (id, code) VALUES (1, 'a'), (2, 'B');
