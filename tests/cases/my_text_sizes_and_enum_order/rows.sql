INSERT INTO shirts (id, size, note, code) VALUES (1, 'large', 'n', 'c'), (2, 'small', '', 'd');
