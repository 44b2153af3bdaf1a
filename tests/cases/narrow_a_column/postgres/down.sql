-- Undoes: change

ALTER TABLE users ALTER COLUMN name TYPE VARCHAR(50);
