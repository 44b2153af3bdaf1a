-- Fails if rows share these values: SELECT team, name, count(*) FROM users WHERE team IS NOT NULL AND name IS NOT NULL GROUP BY team, name HAVING count(*) > 1;
CREATE UNIQUE INDEX users_team_name_key ON users (team, name);
