-- Undoes: change

-- What users.age held before is gone: the rows get a plain value.
ALTER TABLE users ADD COLUMN age INTEGER;

UPDATE users SET age = 0;

ALTER TABLE users ALTER COLUMN age SET NOT NULL;
