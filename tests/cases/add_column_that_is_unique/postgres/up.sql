ALTER TABLE users ADD COLUMN email TEXT;

-- Fails if rows share these values: SELECT email, count(*) FROM users WHERE email IS NOT NULL GROUP BY email HAVING count(*) > 1;
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);
