ALTER TABLE users DROP CONSTRAINT users_age_check;

ALTER TABLE users RENAME COLUMN age TO years;

ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (years >= 0);
