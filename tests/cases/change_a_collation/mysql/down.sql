-- Undoes: change

ALTER TABLE users MODIFY COLUMN name text NOT NULL;
