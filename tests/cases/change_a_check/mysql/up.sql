ALTER TABLE users DROP CONSTRAINT users_age;

-- Fails if this finds rows: SELECT * FROM users WHERE NOT (age >= 18);
ALTER TABLE users ADD CONSTRAINT users_age CHECK (age >= 18);
