-- Undoes: change

CREATE TYPE level AS ENUM ('low', 'high', 'top');

ALTER TABLE items ADD COLUMN code VARCHAR(20);

-- What items.size held before is gone: the rows get a plain value.
ALTER TABLE items ADD COLUMN size DOUBLE PRECISION;

UPDATE items SET size = numbered.n
FROM (SELECT ctid, row_number() OVER () AS n FROM items) AS numbered
WHERE items.ctid = numbered.ctid;

ALTER TABLE items ALTER COLUMN size SET NOT NULL;

-- What items.begins held before is gone: the rows get a plain value.
ALTER TABLE items ADD COLUMN begins TIME;

UPDATE items SET begins = TIME '00:00:00' + numbered.n * INTERVAL '1 second'
FROM (SELECT ctid, row_number() OVER () AS n FROM items) AS numbered
WHERE items.ctid = numbered.ctid;

ALTER TABLE items ALTER COLUMN begins SET NOT NULL;

-- What items.at held before is gone: the rows get a plain value.
ALTER TABLE items ADD COLUMN at TIMESTAMP;

UPDATE items SET at = TIMESTAMP '1970-01-01 00:00:00' + numbered.n * INTERVAL '1 second'
FROM (SELECT ctid, row_number() OVER () AS n FROM items) AS numbered
WHERE items.ctid = numbered.ctid;

ALTER TABLE items ALTER COLUMN at SET NOT NULL;

-- What items.day held before is gone: the rows get a plain value.
ALTER TABLE items ADD COLUMN day DATE;

UPDATE items SET day = DATE '1970-01-01' + numbered.n::integer
FROM (SELECT ctid, row_number() OVER () AS n FROM items) AS numbered
WHERE items.ctid = numbered.ctid;

ALTER TABLE items ALTER COLUMN day SET NOT NULL;

-- What items.rank held before is gone: the rows get a plain value.
ALTER TABLE items ADD COLUMN rank INTEGER;

UPDATE items SET rank = numbered.n
FROM (SELECT ctid, row_number() OVER () AS n FROM items) AS numbered
WHERE items.ctid = numbered.ctid;

ALTER TABLE items ALTER COLUMN rank SET NOT NULL;

ALTER TABLE items ALTER COLUMN rank SET DEFAULT 5;

-- What items.level held before is gone: the rows get a plain value.
ALTER TABLE items ADD COLUMN level level;

UPDATE items SET level = (ARRAY['low', 'high', 'top']::level[])[1 + (numbered.n - 1) % 3]
FROM (SELECT ctid, row_number() OVER () AS n FROM items) AS numbered
WHERE items.ctid = numbered.ctid;

ALTER TABLE items ALTER COLUMN level SET NOT NULL;

-- Fails if rows share these values: SELECT size, count(*) FROM items WHERE size IS NOT NULL GROUP BY size HAVING count(*) > 1;
ALTER TABLE items ADD CONSTRAINT items_size_key UNIQUE (size);

-- Fails if rows share these values: SELECT rank, count(*) FROM items WHERE rank IS NOT NULL GROUP BY rank HAVING count(*) > 1;
ALTER TABLE items ADD CONSTRAINT items_rank_key UNIQUE (rank);

-- Fails if rows share these values: SELECT level, count(*) FROM items WHERE level IS NOT NULL GROUP BY level HAVING count(*) > 1;
ALTER TABLE items ADD CONSTRAINT items_level_key UNIQUE (level);

-- Fails if rows share these values: SELECT day, count(*) FROM items WHERE day IS NOT NULL GROUP BY day HAVING count(*) > 1;
ALTER TABLE items ADD CONSTRAINT items_day_key UNIQUE (day);

-- Fails if rows share these values: SELECT code, count(*) FROM items WHERE code IS NOT NULL GROUP BY code HAVING count(*) > 1;
ALTER TABLE items ADD CONSTRAINT items_code_key UNIQUE (code);

-- Fails if rows share these values: SELECT begins, count(*) FROM items WHERE begins IS NOT NULL GROUP BY begins HAVING count(*) > 1;
ALTER TABLE items ADD CONSTRAINT items_begins_key UNIQUE (begins);

-- Fails if rows share these values: SELECT at, count(*) FROM items WHERE at IS NOT NULL GROUP BY at HAVING count(*) > 1;
ALTER TABLE items ADD CONSTRAINT items_at_key UNIQUE (at);
