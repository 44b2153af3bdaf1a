-- Undoes: change

-- What users.age held before is gone: the rows get a plain value.
ALTER TABLE users ADD COLUMN age int NOT NULL;

CREATE INDEX users_age_idx ON users (age);

-- Fails if this finds rows: SELECT * FROM users WHERE NOT (age >= 0);
ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age >= 0);
