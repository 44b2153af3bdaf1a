-- Undoes: change

-- These are in the way: dropped here, and made again below: check c, check d, index items_ready_idx, index w, index x, column items.ready, column items.own.
ALTER TABLE items DROP CONSTRAINT c;

ALTER TABLE items DROP CONSTRAINT d;

DROP INDEX items_ready_idx;

DROP INDEX w;

DROP INDEX x;

ALTER TABLE items DROP COLUMN ready;

ALTER TABLE items DROP COLUMN own;

ALTER TYPE level RENAME TO level_old;

CREATE TYPE level AS ENUM ('low', 'middle', 'max');

ALTER TABLE items ALTER COLUMN level DROP DEFAULT;

ALTER TABLE items ALTER COLUMN level TYPE level USING (CASE level::text WHEN 'top' THEN 'max' ELSE level::text END)::level;

ALTER TABLE items ALTER COLUMN level SET DEFAULT 'middle';

ALTER TABLE items ALTER COLUMN others DROP DEFAULT;

ALTER TABLE items ALTER COLUMN others TYPE level[] USING array_replace(others::text[], 'top', 'max')::level[];

ALTER TABLE items ALTER COLUMN others SET DEFAULT '{middle,low}';

DROP TYPE level_old;

ALTER TABLE items ADD COLUMN ready BOOLEAN GENERATED ALWAYS AS (level = 'middle') STORED;

ALTER TABLE items ADD COLUMN own level GENERATED ALWAYS AS (CASE
    WHEN (n > 5) THEN 'middle'::level
    ELSE 'low'::level
END) STORED;

ALTER TABLE items ADD CONSTRAINT c CHECK ((level <> 'middle') OR (n > 0));

ALTER TABLE items ADD CONSTRAINT d CHECK (level = ANY (ARRAY['low'::level, 'middle'::level]));

CREATE INDEX items_ready_idx ON items (ready);

CREATE INDEX w ON items (n) WHERE (level = 'middle');

CREATE INDEX x ON items (ready) WHERE (level = 'middle');

ALTER TYPE level RENAME VALUE 'middle' TO 'mid';
