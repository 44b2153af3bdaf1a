ALTER TABLE users DROP KEY users_team_name_key;

-- Fails if rows share these values: SELECT name, team, count(*) FROM users WHERE name IS NOT NULL AND team IS NOT NULL GROUP BY name, team HAVING count(*) > 1;
ALTER TABLE users ADD UNIQUE KEY users_name_team_key (name, team);
