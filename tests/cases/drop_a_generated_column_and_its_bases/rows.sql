INSERT INTO persons (id, first, last) VALUES (1, 'Ada', 'Lovelace'), (2, NULL, 'Hopper');
