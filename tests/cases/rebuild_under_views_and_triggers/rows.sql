INSERT INTO users (id, name) VALUES (1, 'Ada'), (2, 'Grace'), (9, 'gone');
DELETE FROM users WHERE id = 9;
INSERT INTO posts (id, user_id, title) VALUES (1, 1, 'a'), (2, 1, 'b'), (3, 2, 'kept');
INSERT INTO comments (id, post_id, user_id, parent_id) VALUES (1, 1, 2, NULL), (2, NULL, 1, 1);
INSERT INTO log (line) VALUES ('made by hand');
