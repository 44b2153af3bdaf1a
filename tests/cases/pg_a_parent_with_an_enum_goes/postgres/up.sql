ALTER TABLE items DROP CONSTRAINT items_kind_id_fkey;

ALTER TABLE items DROP CONSTRAINT items_level_key;

-- The values of items.kind_id are lost.
ALTER TABLE items DROP COLUMN kind_id;

-- The values of items.level are lost.
ALTER TABLE items DROP COLUMN level;

-- The rows of kinds are lost.
DROP TABLE kinds;
