-- Undoes: change

-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: items.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE items RENAME TO manage_old_items;

-- What items.size held before is gone: the rows get a plain value.
-- What items.begins held before is gone: the rows get a plain value.
-- What items.at held before is gone: the rows get a plain value.
-- What items.day held before is gone: the rows get a plain value.
-- What items.rank held before is gone: the rows get a plain value.
-- What items.level held before is gone: the rows get a plain value.
-- Fails if rows share these values: SELECT code, count(*) FROM items WHERE code IS NOT NULL GROUP BY code HAVING count(*) > 1;
-- Fails if rows share these values: SELECT size, count(*) FROM items WHERE size IS NOT NULL GROUP BY size HAVING count(*) > 1;
-- Fails if rows share these values: SELECT begins, count(*) FROM items WHERE begins IS NOT NULL GROUP BY begins HAVING count(*) > 1;
-- Fails if rows share these values: SELECT at, count(*) FROM items WHERE at IS NOT NULL GROUP BY at HAVING count(*) > 1;
-- Fails if rows share these values: SELECT day, count(*) FROM items WHERE day IS NOT NULL GROUP BY day HAVING count(*) > 1;
-- Fails if rows share these values: SELECT rank, count(*) FROM items WHERE rank IS NOT NULL GROUP BY rank HAVING count(*) > 1;
-- Fails if rows share these values: SELECT level, count(*) FROM items WHERE level IS NOT NULL GROUP BY level HAVING count(*) > 1;
CREATE TABLE items (
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    code VARCHAR(20) UNIQUE,
    size DOUBLE NOT NULL UNIQUE,
    begins TIME NOT NULL UNIQUE,
    at TIMESTAMP NOT NULL UNIQUE,
    day DATE NOT NULL UNIQUE,
    rank INTEGER NOT NULL DEFAULT 5 UNIQUE,
    level TEXT NOT NULL CHECK (level IN ('low', 'high', 'top')) UNIQUE
);

INSERT INTO items (id, name, size, begins, at, day, rank, level)
SELECT id, name, rowid, time(rowid, 'unixepoch'), datetime(rowid, 'unixepoch'), date('1970-01-01', rowid || ' days'), rowid, CASE (row_number() OVER () - 1) % 3 WHEN 0 THEN 'low' WHEN 1 THEN 'high' WHEN 2 THEN 'top' END
FROM manage_old_items;

DROP TABLE manage_old_items;

PRAGMA defer_foreign_keys = OFF;
