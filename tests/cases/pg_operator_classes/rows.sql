INSERT INTO pages (id, name, path, data) VALUES (1, 'a', '/a', '{"a": 1}'), (2, 'b', '/b', '[]');
