UPDATE users SET name = 'anonymous' WHERE name IS NULL;

ALTER TABLE users MODIFY COLUMN name text NOT NULL;
