INSERT INTO users (id, name, email) VALUES (1, 'Ada', 'a@x'), (2, 'Grace', 'g@x');
