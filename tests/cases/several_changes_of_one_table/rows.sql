INSERT INTO users (id, name, age, legacy) VALUES (1, 'Ada', 36, 'x'), (2, 'Grace', 45, NULL);
