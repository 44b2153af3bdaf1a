-- Undoes: change

ALTER TABLE tasks
    DROP FOREIGN KEY tasks_team_id_role_fkey,
    DROP KEY tasks_team_id_role_fkey;
