ALTER TABLE posts MODIFY COLUMN status enum('draft', 'published', 'archived', 'public', 'hidden') NOT NULL DEFAULT 'draft';

UPDATE posts SET status = 'public' WHERE status = 'published';

UPDATE posts SET status = 'draft' WHERE status = 'archived';

ALTER TABLE posts MODIFY COLUMN status enum('draft', 'public', 'hidden') NOT NULL DEFAULT 'draft';

ALTER TABLE posts MODIFY COLUMN earlier enum('draft', 'published', 'archived', 'public', 'hidden');

UPDATE posts SET earlier = 'public' WHERE earlier = 'published';

UPDATE posts SET earlier = NULL WHERE earlier = 'archived';

ALTER TABLE posts MODIFY COLUMN earlier enum('draft', 'public', 'hidden');
