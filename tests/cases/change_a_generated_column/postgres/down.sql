-- Undoes: change

ALTER TABLE users DROP COLUMN loud;

ALTER TABLE users ADD COLUMN loud TEXT GENERATED ALWAYS AS (upper(first)) STORED;
