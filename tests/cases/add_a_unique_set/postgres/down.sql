-- Undoes: change

ALTER TABLE users DROP CONSTRAINT users_team_name_key;
