-- Undoes: change

ALTER TABLE items MODIFY COLUMN level enum('low', 'middle', 'mid') NOT NULL DEFAULT 'middle';

UPDATE items SET level = 'mid' WHERE level = 'middle';

ALTER TABLE items MODIFY COLUMN level enum('low', 'mid') NOT NULL DEFAULT 'mid';
