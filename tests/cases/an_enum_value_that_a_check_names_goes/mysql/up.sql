ALTER TABLE items DROP CONSTRAINT items_c;

UPDATE items SET level = 'low' WHERE level = 'mid';

ALTER TABLE items MODIFY COLUMN level enum('low', 'max') NOT NULL DEFAULT 'max';

ALTER TABLE items
    DROP KEY items_so_idx,
    DROP COLUMN so;

ALTER TABLE items
    ADD COLUMN so tinyint(1) GENERATED ALWAYS AS (level = 'max') STORED AFTER level,
    ADD KEY items_so_idx (so);

-- Fails if this finds rows: SELECT * FROM items WHERE NOT (level <> 'max' OR n > 0);
ALTER TABLE items ADD CONSTRAINT items_c CHECK (level <> 'max' OR n > 0);

ALTER TABLE others DROP CONSTRAINT others_d;

UPDATE others SET first = 'low' WHERE first = 'mid';

ALTER TABLE others MODIFY COLUMN first enum('low', 'max') NOT NULL;

UPDATE others SET second = 'low' WHERE second = 'mid';

ALTER TABLE others MODIFY COLUMN second enum('low', 'max');

-- Fails if this finds rows: SELECT * FROM others WHERE NOT (first <> 'max' OR second <> 'max');
ALTER TABLE others ADD CONSTRAINT others_d CHECK (first <> 'max' OR second <> 'max');
