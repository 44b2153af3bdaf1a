-- Undoes: change

DROP INDEX users_name_idx ON users;

DROP INDEX users_age_name_idx ON users;

ALTER TABLE users DROP KEY users_email_age_key;
