-- Undoes: change

ALTER TABLE users ALTER COLUMN age SET DEFAULT 0;
