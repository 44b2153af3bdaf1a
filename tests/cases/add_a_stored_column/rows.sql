INSERT INTO users (id, first) VALUES (1, 'Ada');
