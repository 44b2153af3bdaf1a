INSERT INTO posts (id, status) VALUES (1, 'draft'), (2, 'published');
