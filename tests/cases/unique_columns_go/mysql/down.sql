-- Undoes: change

ALTER TABLE items ADD COLUMN code varchar(20);

-- What items.size held before is gone: the rows get a plain value.
ALTER TABLE items ADD COLUMN size double;

UPDATE items JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM items) AS numbered USING (id)
SET items.size = numbered.n;

ALTER TABLE items MODIFY COLUMN size double NOT NULL;

-- What items.begins held before is gone: the rows get a plain value.
ALTER TABLE items ADD COLUMN begins time(6);

UPDATE items JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM items) AS numbered USING (id)
SET items.begins = SEC_TO_TIME(numbered.n);

ALTER TABLE items MODIFY COLUMN begins time(6) NOT NULL;

-- What items.at held before is gone: the rows get a plain value.
ALTER TABLE items ADD COLUMN at datetime(6);

UPDATE items JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM items) AS numbered USING (id)
SET items.at = TIMESTAMP '1970-01-02 00:00:00' + INTERVAL numbered.n SECOND;

ALTER TABLE items MODIFY COLUMN at datetime(6) NOT NULL;

-- What items.day held before is gone: the rows get a plain value.
ALTER TABLE items ADD COLUMN day date;

UPDATE items JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM items) AS numbered USING (id)
SET items.day = DATE '1970-01-01' + INTERVAL numbered.n DAY;

ALTER TABLE items MODIFY COLUMN day date NOT NULL;

-- What items.rank held before is gone: the rows get a plain value.
ALTER TABLE items ADD COLUMN `rank` int DEFAULT 5;

UPDATE items JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM items) AS numbered USING (id)
SET items.`rank` = numbered.n;

ALTER TABLE items MODIFY COLUMN `rank` int NOT NULL DEFAULT 5;

-- What items.level held before is gone: the rows get a plain value.
ALTER TABLE items ADD COLUMN level enum('low', 'high', 'top');

UPDATE items JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM items) AS numbered USING (id)
SET items.level = 1 + (numbered.n - 1) % 3;

ALTER TABLE items MODIFY COLUMN level enum('low', 'high', 'top') NOT NULL;

-- Fails if rows share these values: SELECT size, count(*) FROM items WHERE size IS NOT NULL GROUP BY size HAVING count(*) > 1;
ALTER TABLE items ADD UNIQUE KEY items_size_key (size);

-- Fails if rows share these values: SELECT `rank`, count(*) FROM items WHERE `rank` IS NOT NULL GROUP BY `rank` HAVING count(*) > 1;
ALTER TABLE items ADD UNIQUE KEY items_rank_key (`rank`);

-- Fails if rows share these values: SELECT level, count(*) FROM items WHERE level IS NOT NULL GROUP BY level HAVING count(*) > 1;
ALTER TABLE items ADD UNIQUE KEY items_level_key (level);

-- Fails if rows share these values: SELECT day, count(*) FROM items WHERE day IS NOT NULL GROUP BY day HAVING count(*) > 1;
ALTER TABLE items ADD UNIQUE KEY items_day_key (day);

-- Fails if rows share these values: SELECT code, count(*) FROM items WHERE code IS NOT NULL GROUP BY code HAVING count(*) > 1;
ALTER TABLE items ADD UNIQUE KEY items_code_key (code);

-- Fails if rows share these values: SELECT begins, count(*) FROM items WHERE begins IS NOT NULL GROUP BY begins HAVING count(*) > 1;
ALTER TABLE items ADD UNIQUE KEY items_begins_key (begins);

-- Fails if rows share these values: SELECT at, count(*) FROM items WHERE at IS NOT NULL GROUP BY at HAVING count(*) > 1;
ALTER TABLE items ADD UNIQUE KEY items_at_key (at);
