ALTER TABLE posts MODIFY COLUMN status enum('idea', 'draft', 'in_review', 'accepted', 'published', 'archived') NOT NULL DEFAULT 'draft';

ALTER TABLE posts MODIFY COLUMN earlier enum('idea', 'draft', 'in_review', 'accepted', 'published', 'archived');
