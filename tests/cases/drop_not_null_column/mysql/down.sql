-- Undoes: change

-- What users.age held before is gone: the rows get a plain value.
ALTER TABLE users ADD COLUMN age int NOT NULL;
