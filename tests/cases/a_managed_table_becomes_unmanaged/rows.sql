INSERT INTO reports (id, total) VALUES (1, 5);
