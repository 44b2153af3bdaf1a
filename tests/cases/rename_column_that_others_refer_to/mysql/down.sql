-- Undoes: change

ALTER TABLE teams RENAME COLUMN slug TO code;
