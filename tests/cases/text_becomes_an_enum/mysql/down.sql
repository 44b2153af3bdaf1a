-- Undoes: change

ALTER TABLE posts MODIFY COLUMN status text NOT NULL;
