-- Undoes: change

ALTER TABLE tasks RENAME COLUMN owner_role TO role;

ALTER TABLE tasks RENAME COLUMN owner_team TO team_id;
