INSERT INTO posts (id, status, earlier) VALUES (1, 'draft', NULL), (2, 'published', 'draft'), (3, 'archived', 'published');
