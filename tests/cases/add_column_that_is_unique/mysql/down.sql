-- Undoes: change

ALTER TABLE users DROP KEY users_email_key;

-- The values of users.email are lost.
ALTER TABLE users DROP COLUMN email;
