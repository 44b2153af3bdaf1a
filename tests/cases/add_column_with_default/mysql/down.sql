-- Undoes: change

-- The values of users.active are lost.
ALTER TABLE users DROP COLUMN active;

-- The values of users.note are lost.
ALTER TABLE users DROP COLUMN note;

-- The values of users.age are lost.
ALTER TABLE users DROP COLUMN age;
