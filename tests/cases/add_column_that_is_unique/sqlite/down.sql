-- Undoes: change

DROP INDEX users_email_key;

-- The values of users.email are lost.
ALTER TABLE users DROP COLUMN email;
