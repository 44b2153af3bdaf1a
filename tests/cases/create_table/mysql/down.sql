-- Undoes: change

-- The rows of users are lost.
DROP TABLE users;
