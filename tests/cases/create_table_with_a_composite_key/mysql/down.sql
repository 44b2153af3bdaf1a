-- Undoes: change

-- The rows of memberships are lost.
DROP TABLE memberships;
