ALTER TABLE posts MODIFY COLUMN status enum('archived', 'draft', 'published') NOT NULL DEFAULT 'draft';

ALTER TABLE posts MODIFY COLUMN earlier enum('archived', 'draft', 'published');
