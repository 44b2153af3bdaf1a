-- Undoes: change

ALTER TABLE others DROP CONSTRAINT others_d;

ALTER TABLE items DROP CONSTRAINT items_c;

ALTER TABLE items ALTER COLUMN so DROP EXPRESSION;

ALTER TYPE level RENAME TO level_old;

CREATE TYPE level AS ENUM ('low', 'mid', 'max');

ALTER TABLE items ALTER COLUMN level DROP DEFAULT;

ALTER TABLE items ALTER COLUMN level TYPE level USING level::text::level;

ALTER TABLE items ALTER COLUMN level SET DEFAULT 'max';

ALTER TABLE others ALTER COLUMN first TYPE level USING first::text::level;

ALTER TABLE others ALTER COLUMN second TYPE level USING second::text::level;

DROP TYPE level_old;

-- Fails if this finds rows: SELECT * FROM others WHERE NOT ((first <> 'mid') OR (second <> 'mid'));
ALTER TABLE others ADD CONSTRAINT others_d CHECK ((first <> 'mid') OR (second <> 'mid'));

ALTER TABLE items ALTER COLUMN level SET DEFAULT 'mid';

ALTER TABLE items DROP COLUMN so;

ALTER TABLE items ADD COLUMN so BOOLEAN GENERATED ALWAYS AS (level = 'mid') STORED;

CREATE INDEX items_so_idx ON items (so);

-- Fails if this finds rows: SELECT * FROM items WHERE NOT ((level <> 'mid') OR (n > 0));
ALTER TABLE items ADD CONSTRAINT items_c CHECK ((level <> 'mid') OR (n > 0));
