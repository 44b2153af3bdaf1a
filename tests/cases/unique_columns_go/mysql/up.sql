ALTER TABLE items DROP KEY items_at_key;

ALTER TABLE items DROP KEY items_begins_key;

ALTER TABLE items DROP KEY items_code_key;

ALTER TABLE items DROP KEY items_day_key;

ALTER TABLE items DROP KEY items_level_key;

ALTER TABLE items DROP KEY items_rank_key;

ALTER TABLE items DROP KEY items_size_key;

-- The values of items.level are lost.
ALTER TABLE items DROP COLUMN level;

-- The values of items.rank are lost.
ALTER TABLE items DROP COLUMN `rank`;

-- The values of items.day are lost.
ALTER TABLE items DROP COLUMN day;

-- The values of items.at are lost.
ALTER TABLE items DROP COLUMN at;

-- The values of items.begins are lost.
ALTER TABLE items DROP COLUMN begins;

-- The values of items.size are lost.
ALTER TABLE items DROP COLUMN size;

-- The values of items.code are lost.
ALTER TABLE items DROP COLUMN code;
