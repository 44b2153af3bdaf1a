-- Undoes: change

ALTER TABLE articles RENAME TO posts;
