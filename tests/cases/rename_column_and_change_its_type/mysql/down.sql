-- Undoes: change

ALTER TABLE users MODIFY COLUMN full_name varchar(50) NOT NULL;

ALTER TABLE users RENAME COLUMN full_name TO name;
