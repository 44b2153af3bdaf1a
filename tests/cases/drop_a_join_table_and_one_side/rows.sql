INSERT INTO authors (id, name) VALUES (1, 'Ada');
INSERT INTO tags (id, name) VALUES (1, 'x');
INSERT INTO author_tags (author_id, tag_id) VALUES (1, 1);
