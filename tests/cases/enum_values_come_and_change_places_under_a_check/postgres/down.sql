-- Undoes: change

-- These are in the way: dropped here, and made again below: check items_c, index items_so_idx, column items.so, check others_d.
ALTER TABLE items DROP CONSTRAINT items_c;

DROP INDEX items_so_idx;

ALTER TABLE items DROP COLUMN so;

ALTER TABLE others DROP CONSTRAINT others_d;

-- Fails if a row holds 'none', which level has no more.
ALTER TYPE level RENAME TO level_old;

CREATE TYPE level AS ENUM ('low', 'mid', 'max');

ALTER TABLE items ALTER COLUMN level DROP DEFAULT;

ALTER TABLE items ALTER COLUMN level TYPE level USING level::text::level;

ALTER TABLE items ALTER COLUMN level SET DEFAULT 'mid';

ALTER TABLE others ALTER COLUMN first TYPE level USING first::text::level;

ALTER TABLE others ALTER COLUMN second TYPE level USING second::text::level;

DROP TYPE level_old;

ALTER TABLE items ADD COLUMN so BOOLEAN GENERATED ALWAYS AS (level = 'mid') STORED;

ALTER TABLE items ADD CONSTRAINT items_c CHECK ((level <> 'mid') OR (n > 0));

CREATE INDEX items_so_idx ON items (so);

ALTER TABLE others ADD CONSTRAINT others_d CHECK ((first <> 'mid') OR (second <> 'mid'));
