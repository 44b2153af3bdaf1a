INSERT INTO memberships (user_id, team_id) VALUES (1, 1), (2, 1);
