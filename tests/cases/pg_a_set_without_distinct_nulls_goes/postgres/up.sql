ALTER TABLE items DROP CONSTRAINT items_code_key;

ALTER TABLE items DROP CONSTRAINT items_open_key;

ALTER TABLE items DROP CONSTRAINT items_team_name_key;

-- The values of items.team are lost.
ALTER TABLE items DROP COLUMN team;

-- The values of items.code are lost.
ALTER TABLE items DROP COLUMN code;

-- The values of items.open are lost.
ALTER TABLE items DROP COLUMN open;
