-- Undoes: change

-- The values of users.email are lost.
ALTER TABLE users DROP COLUMN email;
