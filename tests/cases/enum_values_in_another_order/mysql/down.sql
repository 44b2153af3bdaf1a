-- Undoes: change

ALTER TABLE posts MODIFY COLUMN earlier enum('draft', 'published', 'archived');

ALTER TABLE posts MODIFY COLUMN status enum('draft', 'published', 'archived') NOT NULL DEFAULT 'draft';
