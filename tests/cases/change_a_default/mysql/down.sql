-- Undoes: change

ALTER TABLE users MODIFY COLUMN age int NOT NULL DEFAULT 0;
