UPDATE users SET name = 'anonymous' WHERE name IS NULL;

ALTER TABLE users ALTER COLUMN name SET NOT NULL;
