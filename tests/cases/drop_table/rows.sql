INSERT INTO users (id, name) VALUES (1, 'Ada'), (2, 'Grace');
INSERT INTO legacy (id, note) VALUES (1, 'old');
