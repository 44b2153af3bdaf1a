UPDATE posts SET status = 'draft' WHERE status = 'archived';

ALTER TABLE posts MODIFY COLUMN status enum('draft', 'published') NOT NULL;
