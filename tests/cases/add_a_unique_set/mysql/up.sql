-- Fails if rows share these values: SELECT team, name, count(*) FROM users WHERE team IS NOT NULL AND name IS NOT NULL GROUP BY team, name HAVING count(*) > 1;
ALTER TABLE users ADD UNIQUE KEY users_team_name_key (team, name);
