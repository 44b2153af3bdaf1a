ALTER TABLE items DROP CONSTRAINT c;

ALTER TABLE items DROP CONSTRAINT d;

DROP INDEX w;

DROP INDEX x;

ALTER TABLE items ALTER COLUMN others SET DEFAULT '{mid,low}';

ALTER TABLE items ALTER COLUMN ready DROP EXPRESSION;

ALTER TABLE items ALTER COLUMN own DROP EXPRESSION;

ALTER TABLE items ALTER COLUMN level SET DEFAULT 'mid';

ALTER TYPE level RENAME TO level_old;

CREATE TYPE level AS ENUM ('low', 'mid');

ALTER TABLE items ALTER COLUMN level DROP DEFAULT;

ALTER TABLE items ALTER COLUMN level TYPE level USING (CASE level::text WHEN 'max' THEN 'low' ELSE level::text END)::level;

ALTER TABLE items ALTER COLUMN level SET DEFAULT 'mid';

ALTER TABLE items ALTER COLUMN others DROP DEFAULT;

ALTER TABLE items ALTER COLUMN others TYPE level[] USING array_replace(others::text[], 'max', 'low')::level[];

ALTER TABLE items ALTER COLUMN others SET DEFAULT '{mid,low}';

ALTER TABLE items ALTER COLUMN own TYPE level USING (CASE own::text WHEN 'max' THEN 'low' ELSE own::text END)::level;

DROP TYPE level_old;

ALTER TABLE items DROP COLUMN ready;

ALTER TABLE items ADD COLUMN ready BOOLEAN GENERATED ALWAYS AS (level = 'mid') STORED;

CREATE INDEX items_ready_idx ON items (ready);

ALTER TABLE items DROP COLUMN own;

ALTER TABLE items ADD COLUMN own level GENERATED ALWAYS AS (CASE
    WHEN (n > 5) THEN 'mid'::level
    ELSE 'low'::level
END) STORED;

CREATE INDEX w ON items (n) WHERE level = 'mid';

CREATE INDEX x ON items (ready) WHERE level = 'mid';

-- Fails if this finds rows: SELECT * FROM items WHERE NOT ((level <> 'mid') OR (n > 0));
ALTER TABLE items ADD CONSTRAINT c CHECK ((level <> 'mid') OR (n > 0));

-- Fails if this finds rows: SELECT * FROM items WHERE NOT (level = ANY (ARRAY['low'::level, 'mid'::level]));
ALTER TABLE items ADD CONSTRAINT d CHECK (level = ANY (ARRAY['low'::level, 'mid'::level]));
