-- Undoes: change

ALTER TABLE posts MODIFY COLUMN earlier enum('draft', 'public', 'hidden', 'published', 'archived');

UPDATE posts SET earlier = 'published' WHERE earlier = 'public';

ALTER TABLE posts MODIFY COLUMN earlier enum('draft', 'published', 'archived');

ALTER TABLE posts MODIFY COLUMN status enum('draft', 'public', 'hidden', 'published', 'archived') NOT NULL DEFAULT 'draft';

UPDATE posts SET status = 'published' WHERE status = 'public';

ALTER TABLE posts MODIFY COLUMN status enum('draft', 'published', 'archived') NOT NULL DEFAULT 'draft';
