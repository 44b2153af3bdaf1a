ALTER TABLE posts MODIFY COLUMN status enum('draft', 'published', 'public') NOT NULL;

UPDATE posts SET status = 'public' WHERE status = 'published';

ALTER TABLE posts MODIFY COLUMN status enum('draft', 'public') NOT NULL;
