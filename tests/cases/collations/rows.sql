INSERT INTO users (id, name, note) VALUES (1, 'Ada', 'x '), (2, 'Grace', NULL);
