-- Undoes: change

ALTER TABLE users ADD COLUMN legacy text;

ALTER TABLE users DROP CONSTRAINT users_age_check;

ALTER TABLE users DROP KEY users_full_name_key;

ALTER TABLE users MODIFY COLUMN age int NOT NULL DEFAULT 0;

ALTER TABLE users MODIFY COLUMN full_name varchar(50) NOT NULL;

-- The values of users.email are lost.
ALTER TABLE users DROP COLUMN email;

ALTER TABLE users RENAME COLUMN full_name TO name;
