-- Undoes: change

-- Rows without users.name get a plain value.
UPDATE users SET name = '' WHERE name IS NULL;

ALTER TABLE users MODIFY COLUMN name text NOT NULL;
