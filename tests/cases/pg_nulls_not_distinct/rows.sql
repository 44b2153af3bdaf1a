INSERT INTO members (id, email, team, badge, code) VALUES (1, 'a', 1, NULL, NULL), (2, NULL, NULL, 1, 'c');
