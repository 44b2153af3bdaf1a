INSERT INTO users (id, name) VALUES (1, 'Ada'), (2, 'Grace');
INSERT INTO posts (id, title, user_id) VALUES (1, 'a', 1), (2, 'b', 2);
