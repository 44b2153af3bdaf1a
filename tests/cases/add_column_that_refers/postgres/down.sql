-- Undoes: change

ALTER TABLE users DROP CONSTRAINT users_team_id_fkey;

DROP INDEX users_team_id_idx;

-- The values of users.team_id are lost.
ALTER TABLE users DROP COLUMN team_id;
