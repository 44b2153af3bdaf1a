-- Undoes: change

ALTER TABLE members RENAME COLUMN title TO role;
