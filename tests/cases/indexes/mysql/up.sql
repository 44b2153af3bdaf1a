-- Fails if rows share these values: SELECT email, age, count(*) FROM users WHERE email IS NOT NULL AND age IS NOT NULL GROUP BY email, age HAVING count(*) > 1;
ALTER TABLE users ADD UNIQUE KEY users_email_age_key (email, age);

CREATE INDEX users_age_name_idx ON users (age DESC, name);

CREATE INDEX users_name_idx ON users (name);
