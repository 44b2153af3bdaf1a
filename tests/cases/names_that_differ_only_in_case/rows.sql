INSERT INTO users (id, name) VALUES (1, 'Ada');
INSERT INTO posts (id, user_id) VALUES (1, 1);
