INSERT INTO kinds (level, since) VALUES ('low', '2026-01-01');
INSERT INTO items (id, kind_id, level, least) VALUES (1, 1, 'low', 'high'), (2, 1, 'high', 'high');
