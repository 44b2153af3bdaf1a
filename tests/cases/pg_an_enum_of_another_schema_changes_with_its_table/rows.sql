INSERT INTO app.items (id, n, level) VALUES (1, 1, 'mid'), (2, 2, 'max');
INSERT INTO subs (id, l) VALUES (1, 'mid'), (2, 'max');
