INSERT INTO authors (id, name, bio, data) VALUES (1, 'a', 'words', x'00ff'), (2, 'b', '', x'');
