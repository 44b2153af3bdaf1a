INSERT INTO users (id, age) VALUES (1, 36);
INSERT INTO users (id) VALUES (2);
