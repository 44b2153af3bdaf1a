-- Undoes: change

ALTER TABLE users MODIFY COLUMN age text NOT NULL;
