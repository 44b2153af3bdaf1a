INSERT INTO members (team_id, role) VALUES (1, 'lead'), (1, 'dev');
INSERT INTO tasks (id, team_id, role) VALUES (1, 1, 'lead'), (2, NULL, 'dev'), (3, NULL, NULL);
