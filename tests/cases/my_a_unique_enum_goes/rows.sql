INSERT INTO items (id, level, touched) VALUES (1, 'low', '2026-01-01'), (2, 'high', '2026-01-02');
