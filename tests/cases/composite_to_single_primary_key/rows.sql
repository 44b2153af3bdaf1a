INSERT INTO members (team_id, role) VALUES (1, 'lead'), (1, 'dev'), (2, 'dev');
