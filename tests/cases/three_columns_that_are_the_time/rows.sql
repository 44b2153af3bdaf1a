INSERT INTO logs (id) VALUES (1), (2);
