-- Undoes: change

ALTER TABLE users MODIFY COLUMN name varchar(50) NOT NULL;
