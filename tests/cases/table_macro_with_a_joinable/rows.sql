INSERT INTO users (id) VALUES (1);
INSERT INTO posts (id, user_id, title) VALUES (1, 1, 'x');
