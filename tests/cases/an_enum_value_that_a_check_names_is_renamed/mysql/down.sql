-- Undoes: change

ALTER TABLE others DROP CONSTRAINT others_d;

ALTER TABLE others MODIFY COLUMN second enum('low', 'middle', 'max', 'mid');

UPDATE others SET second = 'mid' WHERE second = 'middle';

ALTER TABLE others MODIFY COLUMN second enum('low', 'mid', 'max');

ALTER TABLE others MODIFY COLUMN first enum('low', 'middle', 'max', 'mid') NOT NULL;

UPDATE others SET first = 'mid' WHERE first = 'middle';

ALTER TABLE others MODIFY COLUMN first enum('low', 'mid', 'max') NOT NULL;

-- Fails if this finds rows: SELECT * FROM others WHERE NOT (first <> 'mid' or second <> 'mid');
ALTER TABLE others ADD CONSTRAINT others_d CHECK (first <> 'mid' or second <> 'mid');

ALTER TABLE items DROP CONSTRAINT items_c;

ALTER TABLE items
    DROP KEY items_so_idx,
    DROP COLUMN so;

ALTER TABLE items
    ADD COLUMN so tinyint(1) GENERATED ALWAYS AS (level = 'mid') STORED AFTER level,
    ADD KEY items_so_idx (so);

ALTER TABLE items MODIFY COLUMN level enum('low', 'middle', 'max', 'mid') NOT NULL DEFAULT 'middle';

UPDATE items SET level = 'mid' WHERE level = 'middle';

ALTER TABLE items MODIFY COLUMN level enum('low', 'mid', 'max') NOT NULL DEFAULT 'mid';

-- Fails if this finds rows: SELECT * FROM items WHERE NOT (level <> 'mid' or n > 0);
ALTER TABLE items ADD CONSTRAINT items_c CHECK (level <> 'mid' or n > 0);
