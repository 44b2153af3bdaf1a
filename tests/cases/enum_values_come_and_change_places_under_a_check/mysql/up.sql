ALTER TABLE items MODIFY COLUMN level enum('none', 'max', 'mid', 'low') NOT NULL DEFAULT 'mid';

ALTER TABLE others MODIFY COLUMN first enum('none', 'max', 'mid', 'low') NOT NULL;

ALTER TABLE others MODIFY COLUMN second enum('none', 'max', 'mid', 'low');
