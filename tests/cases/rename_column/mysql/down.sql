-- Undoes: change

ALTER TABLE users DROP CONSTRAINT users_age_check;

ALTER TABLE users RENAME COLUMN years TO age;

ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age >= 0);
