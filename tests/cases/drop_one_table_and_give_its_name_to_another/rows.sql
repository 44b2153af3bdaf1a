INSERT INTO people (id, name) VALUES (1, 'Ada');
INSERT INTO users (id, a) VALUES (7, 'x');
