-- Undoes: change

ALTER TABLE others MODIFY COLUMN second enum('low', 'mid', 'max');

ALTER TABLE others MODIFY COLUMN first enum('low', 'mid', 'max') NOT NULL;

ALTER TABLE items MODIFY COLUMN level enum('low', 'mid', 'max') NOT NULL DEFAULT 'mid';
