-- Undoes: change

ALTER TABLE users ALTER COLUMN age TYPE TEXT;
