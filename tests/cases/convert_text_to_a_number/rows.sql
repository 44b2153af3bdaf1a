INSERT INTO users (id, age) VALUES (1, '36'), (2, '45');
