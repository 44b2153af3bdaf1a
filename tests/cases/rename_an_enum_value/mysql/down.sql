-- Undoes: change

ALTER TABLE posts MODIFY COLUMN status enum('draft', 'public', 'published') NOT NULL;

UPDATE posts SET status = 'published' WHERE status = 'public';

ALTER TABLE posts MODIFY COLUMN status enum('draft', 'published') NOT NULL;
