-- Undoes: change

-- Rows without users.name get a plain value.
UPDATE users SET name = '' WHERE name IS NULL;

ALTER TABLE users ALTER COLUMN name SET NOT NULL;
