-- Undoes: change

ALTER TABLE users DROP FOREIGN KEY users_team_id_fkey;

DROP INDEX users_team_id_idx ON users;

-- The values of users.team_id are lost.
ALTER TABLE users DROP COLUMN team_id;
