-- Undoes: change

-- The values of users.age are lost.
ALTER TABLE users DROP COLUMN age;
