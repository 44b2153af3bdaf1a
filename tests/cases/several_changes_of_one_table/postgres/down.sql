-- Undoes: change

ALTER TABLE users ADD COLUMN legacy TEXT;

ALTER TABLE users DROP CONSTRAINT users_age_check;

ALTER TABLE users DROP CONSTRAINT users_full_name_key;

ALTER TABLE users ALTER COLUMN age SET DEFAULT 0;

ALTER TABLE users ALTER COLUMN full_name TYPE VARCHAR(50);

-- The values of users.email are lost.
ALTER TABLE users DROP COLUMN email;

ALTER TABLE users RENAME COLUMN full_name TO name;
