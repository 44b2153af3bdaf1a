INSERT INTO posts (id, status, title) VALUES (1, 'archived', 'A'), (2, 'published', 'B');
