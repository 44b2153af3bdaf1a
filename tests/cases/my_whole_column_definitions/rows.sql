INSERT INTO items (id, amount, name, made, level) VALUES (1, 4, 'a', '2026-01-02 03:04:05', 2);
