ALTER TABLE tasks RENAME COLUMN team_id TO owner_team;

ALTER TABLE tasks RENAME COLUMN role TO owner_role;
