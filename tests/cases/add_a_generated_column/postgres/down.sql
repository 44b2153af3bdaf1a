-- Undoes: change

ALTER TABLE users DROP COLUMN "full";
