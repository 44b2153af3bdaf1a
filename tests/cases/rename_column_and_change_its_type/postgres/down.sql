-- Undoes: change

ALTER TABLE users ALTER COLUMN full_name TYPE VARCHAR(50);

ALTER TABLE users RENAME COLUMN full_name TO name;
