INSERT INTO users (id, name, legacy) VALUES (1, 'Ada', 'x'), (2, 'Grace', NULL);
