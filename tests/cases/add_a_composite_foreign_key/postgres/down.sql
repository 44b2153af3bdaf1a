-- Undoes: change

ALTER TABLE tasks DROP CONSTRAINT tasks_team_id_role_fkey;
