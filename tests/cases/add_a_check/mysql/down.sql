-- Undoes: change

ALTER TABLE users DROP CONSTRAINT users_age;
