ALTER TABLE items DROP CONSTRAINT items_c;

ALTER TABLE items MODIFY COLUMN level enum('low', 'mid', 'max', 'middle') NOT NULL DEFAULT 'mid';

UPDATE items SET level = 'middle' WHERE level = 'mid';

ALTER TABLE items MODIFY COLUMN level enum('low', 'middle', 'max') NOT NULL DEFAULT 'middle';

ALTER TABLE items
    DROP KEY items_so_idx,
    DROP COLUMN so;

ALTER TABLE items
    ADD COLUMN so tinyint(1) GENERATED ALWAYS AS (level = 'middle') STORED AFTER level,
    ADD KEY items_so_idx (so);

-- Fails if this finds rows: SELECT * FROM items WHERE NOT (level <> 'middle' OR n > 0);
ALTER TABLE items ADD CONSTRAINT items_c CHECK (level <> 'middle' OR n > 0);

ALTER TABLE others DROP CONSTRAINT others_d;

ALTER TABLE others MODIFY COLUMN first enum('low', 'mid', 'max', 'middle') NOT NULL;

UPDATE others SET first = 'middle' WHERE first = 'mid';

ALTER TABLE others MODIFY COLUMN first enum('low', 'middle', 'max') NOT NULL;

ALTER TABLE others MODIFY COLUMN second enum('low', 'mid', 'max', 'middle');

UPDATE others SET second = 'middle' WHERE second = 'mid';

ALTER TABLE others MODIFY COLUMN second enum('low', 'middle', 'max');

-- Fails if this finds rows: SELECT * FROM others WHERE NOT (first <> 'middle' OR second <> 'middle');
ALTER TABLE others ADD CONSTRAINT others_d CHECK (first <> 'middle' OR second <> 'middle');
