INSERT INTO teams (code) VALUES (7), (8);
INSERT INTO users (id, team) VALUES (1, 7), (2, 8);
