-- Undoes: change

-- These are in the way: dropped here, and made again below: check c, index items_middling_idx, index w, column items.middling, check same, column others.higher.
ALTER TABLE items DROP CONSTRAINT c;

DROP INDEX items_middling_idx;

DROP INDEX w;

ALTER TABLE items DROP COLUMN middling;

ALTER TABLE others DROP CONSTRAINT same;

ALTER TABLE others DROP COLUMN higher;

ALTER TYPE level RENAME TO level_old;

CREATE TYPE level AS ENUM ('low', 'mid', 'max');

ALTER TABLE items ALTER COLUMN level DROP DEFAULT;

ALTER TABLE items ALTER COLUMN level TYPE level USING level::text::level;

ALTER TABLE items ALTER COLUMN level SET DEFAULT 'mid';

ALTER TABLE items ALTER COLUMN others DROP DEFAULT;

ALTER TABLE items ALTER COLUMN others TYPE level[] USING others::text[]::level[];

ALTER TABLE items ALTER COLUMN others SET DEFAULT '{mid,low}';

ALTER TABLE others ALTER COLUMN first TYPE level USING first::text::level;

ALTER TABLE others ALTER COLUMN second TYPE level USING second::text::level;

DROP TYPE level_old;

ALTER TABLE items ADD COLUMN middling BOOLEAN GENERATED ALWAYS AS (level = 'mid') STORED;

COMMENT ON COLUMN items.middling IS 'whether it is';

ALTER TABLE items ADD CONSTRAINT c CHECK ((level <> 'max') OR (n > 1));

CREATE INDEX items_middling_idx ON items (middling);

CREATE INDEX w ON items (n) WHERE (level = 'mid');

ALTER TABLE others ADD COLUMN higher level GENERATED ALWAYS AS (CASE
    WHEN (first > second) THEN first
    ELSE second
END) STORED;

ALTER TABLE others ADD CONSTRAINT others_higher_key UNIQUE (higher);

ALTER TABLE others ADD CONSTRAINT same CHECK (first <> second);
