ALTER TABLE users RENAME COLUMN name TO full_name;

ALTER TABLE users ADD COLUMN email TEXT;

ALTER TABLE users ALTER COLUMN full_name TYPE VARCHAR(80);

ALTER TABLE users ALTER COLUMN age SET DEFAULT 18;

-- Fails if rows share these values: SELECT full_name, count(*) FROM users WHERE full_name IS NOT NULL GROUP BY full_name HAVING count(*) > 1;
ALTER TABLE users ADD CONSTRAINT users_full_name_key UNIQUE (full_name);

-- Fails if this finds rows: SELECT * FROM users WHERE NOT (age >= 0);
ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age >= 0);

-- The values of users.legacy are lost.
ALTER TABLE users DROP COLUMN legacy;
