ALTER TABLE posts MODIFY COLUMN status enum('draft', 'published') NOT NULL;
