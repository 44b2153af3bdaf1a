-- Undoes: change

ALTER TABLE posts ALTER COLUMN status TYPE TEXT;

DROP TYPE status;
