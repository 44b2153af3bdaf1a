ALTER TABLE items DROP CONSTRAINT items_c;

ALTER TABLE items ALTER COLUMN so DROP EXPRESSION;

ALTER TABLE items ALTER COLUMN level SET DEFAULT 'max';

ALTER TABLE others DROP CONSTRAINT others_d;

ALTER TYPE level RENAME TO level_old;

CREATE TYPE level AS ENUM ('low', 'max');

ALTER TABLE items ALTER COLUMN level DROP DEFAULT;

ALTER TABLE items ALTER COLUMN level TYPE level USING (CASE level::text WHEN 'mid' THEN 'low' ELSE level::text END)::level;

ALTER TABLE items ALTER COLUMN level SET DEFAULT 'max';

ALTER TABLE others ALTER COLUMN first TYPE level USING (CASE first::text WHEN 'mid' THEN 'low' ELSE first::text END)::level;

ALTER TABLE others ALTER COLUMN second TYPE level USING (CASE second::text WHEN 'mid' THEN 'low' ELSE second::text END)::level;

DROP TYPE level_old;

ALTER TABLE items DROP COLUMN so;

ALTER TABLE items ADD COLUMN so BOOLEAN GENERATED ALWAYS AS (level = 'max') STORED;

CREATE INDEX items_so_idx ON items (so);

-- Fails if this finds rows: SELECT * FROM items WHERE NOT ((level <> 'max') OR (n > 0));
ALTER TABLE items ADD CONSTRAINT items_c CHECK ((level <> 'max') OR (n > 0));

-- Fails if this finds rows: SELECT * FROM others WHERE NOT ((first <> 'max') OR (second <> 'max'));
ALTER TABLE others ADD CONSTRAINT others_d CHECK ((first <> 'max') OR (second <> 'max'));
