-- Undoes: change

ALTER TABLE users RENAME COLUMN years TO age;
