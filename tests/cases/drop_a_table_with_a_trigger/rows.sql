INSERT INTO users (id, name) VALUES (1, 'Ada');
INSERT INTO legacy (id, note) VALUES (1, 'Countess');
