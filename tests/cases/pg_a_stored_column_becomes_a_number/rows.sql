INSERT INTO posts (id, number, counted, title) VALUES (1, '1', '10', 'A'), (2, '2', '20', 'B');
