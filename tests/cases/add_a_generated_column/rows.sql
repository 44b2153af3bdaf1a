INSERT INTO users (id, first, last) VALUES (1, 'Ada', 'Lovelace');
