-- Undoes: change

ALTER TABLE users DROP CONSTRAINT users_age;

-- Fails if this finds rows: SELECT * FROM users WHERE NOT (age >= 0);
ALTER TABLE users ADD CONSTRAINT users_age CHECK (age >= 0);
