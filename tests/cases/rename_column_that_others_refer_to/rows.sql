INSERT INTO teams (code) VALUES ('a');
INSERT INTO users (id, team) VALUES (1, 'a');
