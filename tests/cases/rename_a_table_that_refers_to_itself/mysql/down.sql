-- Undoes: change

ALTER TABLE folders RENAME TO nodes;
