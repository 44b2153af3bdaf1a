INSERT INTO countrys (code, name) VALUES (49, 'Germany'), (33, 'France');
