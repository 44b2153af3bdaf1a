ALTER TABLE posts MODIFY COLUMN status enum('draft', 'published', 'archived') NOT NULL;
