ALTER TABLE users RENAME COLUMN name TO full_name;

ALTER TABLE users ADD COLUMN email text;

ALTER TABLE users MODIFY COLUMN full_name varchar(80) NOT NULL;

ALTER TABLE users MODIFY COLUMN age int NOT NULL DEFAULT 18;

-- Fails if rows share these values: SELECT full_name, count(*) FROM users WHERE full_name IS NOT NULL GROUP BY full_name HAVING count(*) > 1;
ALTER TABLE users ADD UNIQUE KEY users_full_name_key (full_name);

-- Fails if this finds rows: SELECT * FROM users WHERE NOT (age >= 0);
ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age >= 0);

-- The values of users.legacy are lost.
ALTER TABLE users DROP COLUMN legacy;
