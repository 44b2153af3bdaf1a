INSERT INTO events (id, payload, amount, at) VALUES (1, '{"a": 1}', '7', '2026-01-02 03:04:05');
