-- Undoes: change

-- The values of users.joined_at are lost.
ALTER TABLE users DROP COLUMN joined_at;
