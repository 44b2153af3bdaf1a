-- Fails if rows share these values: SELECT email, count(*) FROM users WHERE (age >= 18) AND email IS NOT NULL GROUP BY email HAVING count(*) > 1;
CREATE UNIQUE INDEX users_email_key ON users (email) WHERE (age >= 18);

CREATE INDEX users_name_idx ON users (name);

CREATE INDEX users_age_name_idx ON users (age DESC, name);

CREATE INDEX users_email_lower ON users (lower(email));

CREATE INDEX adults ON users (name) WHERE age >= 18;
