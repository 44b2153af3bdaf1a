-- Undoes: change

ALTER TABLE items DROP CONSTRAINT d;

ALTER TABLE items DROP CONSTRAINT c;

DROP INDEX x;

DROP INDEX w;

ALTER TABLE items ALTER COLUMN own DROP EXPRESSION;

ALTER TABLE items ALTER COLUMN ready DROP EXPRESSION;

ALTER TYPE level RENAME TO level_old;

CREATE TYPE level AS ENUM ('low', 'mid', 'max');

ALTER TABLE items ALTER COLUMN level DROP DEFAULT;

ALTER TABLE items ALTER COLUMN level TYPE level USING level::text::level;

ALTER TABLE items ALTER COLUMN level SET DEFAULT 'mid';

ALTER TABLE items ALTER COLUMN others DROP DEFAULT;

ALTER TABLE items ALTER COLUMN others TYPE level[] USING others::text[]::level[];

ALTER TABLE items ALTER COLUMN others SET DEFAULT '{mid,low}';

ALTER TABLE items ALTER COLUMN own TYPE level USING own::text::level;

DROP TYPE level_old;

ALTER TABLE items ALTER COLUMN level SET DEFAULT 'max';

ALTER TABLE items DROP COLUMN own;

ALTER TABLE items ADD COLUMN own level GENERATED ALWAYS AS (CASE
    WHEN (n > 5) THEN 'max'::level
    ELSE 'low'::level
END) STORED;

ALTER TABLE items DROP COLUMN ready;

ALTER TABLE items ADD COLUMN ready BOOLEAN GENERATED ALWAYS AS (level = 'max') STORED;

CREATE INDEX items_ready_idx ON items (ready);

ALTER TABLE items ALTER COLUMN others SET DEFAULT '{max,low}';

CREATE INDEX x ON items (ready) WHERE (level = 'max');

CREATE INDEX w ON items (n) WHERE (level = 'max');

-- Fails if this finds rows: SELECT * FROM items WHERE NOT (level = ANY (ARRAY['low'::level, 'max'::level]));
ALTER TABLE items ADD CONSTRAINT d CHECK (level = ANY (ARRAY['low'::level, 'max'::level]));

-- Fails if this finds rows: SELECT * FROM items WHERE NOT ((level <> 'max') OR (n > 0));
ALTER TABLE items ADD CONSTRAINT c CHECK ((level <> 'max') OR (n > 0));
