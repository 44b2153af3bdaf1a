-- Undoes: change

ALTER TABLE users DROP KEY users_team_name_key;
