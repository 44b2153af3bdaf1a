INSERT INTO prices (id, amount, weight, seen) VALUES (1, 1.25, 2.5, '2026-01-01 00:00:00'), (2, 3, NULL, NULL);
