ALTER TABLE users DROP CONSTRAINT users_age_check;

DROP INDEX users_age_idx ON users;

-- The values of users.age are lost.
ALTER TABLE users DROP COLUMN age;
