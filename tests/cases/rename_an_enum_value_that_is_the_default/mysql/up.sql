ALTER TABLE items MODIFY COLUMN level enum('low', 'mid', 'middle') NOT NULL DEFAULT 'mid';

UPDATE items SET level = 'middle' WHERE level = 'mid';

ALTER TABLE items MODIFY COLUMN level enum('low', 'middle') NOT NULL DEFAULT 'middle';
