INSERT INTO users (id, name, team) VALUES (1, 'Ada', 1), (2, 'Ada', 2);
