INSERT INTO posts (id, title) VALUES (1, 'A'), (2, 'B');
