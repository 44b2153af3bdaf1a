INSERT INTO users (id, name, email, age) VALUES (1, 'Ada', 'A@x', 36), (2, 'Grace', 'g@x', 45);
