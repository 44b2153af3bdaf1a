ALTER TABLE items DROP KEY items_level_key;

-- The values of items.level are lost.
ALTER TABLE items DROP COLUMN level;
