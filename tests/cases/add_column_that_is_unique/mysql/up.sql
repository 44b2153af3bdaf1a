ALTER TABLE users ADD COLUMN email varchar(50);

-- Fails if rows share these values: SELECT email, count(*) FROM users WHERE email IS NOT NULL GROUP BY email HAVING count(*) > 1;
ALTER TABLE users ADD UNIQUE KEY users_email_key (email);
