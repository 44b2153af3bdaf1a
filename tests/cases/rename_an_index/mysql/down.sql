-- Undoes: change

ALTER TABLE users RENAME INDEX users_by_name TO by_name;
