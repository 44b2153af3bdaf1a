-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: items, others.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE items RENAME TO manage_old_items;

ALTER TABLE others RENAME TO manage_old_others;

-- Fails if this finds rows: SELECT * FROM items WHERE NOT (level <> 'middle' OR n > 0);
CREATE TABLE items (
    id INTEGER PRIMARY KEY NOT NULL,
    n INTEGER NOT NULL,
    level TEXT NOT NULL DEFAULT 'middle' CHECK (level IN ('low', 'middle', 'max')),
    so BOOLEAN GENERATED ALWAYS AS (level = 'middle') STORED,
    CONSTRAINT items_c CHECK (level <> 'middle' OR n > 0)
);

-- Fails if this finds rows: SELECT * FROM others WHERE NOT (first <> 'middle' OR second <> 'middle');
CREATE TABLE others (
    id INTEGER PRIMARY KEY NOT NULL,
    first TEXT NOT NULL CHECK (first IN ('low', 'middle', 'max')),
    second TEXT CHECK (second IN ('low', 'middle', 'max')) UNIQUE,
    CONSTRAINT others_d CHECK (first <> 'middle' OR second <> 'middle')
);

INSERT INTO items (id, n, level)
SELECT id, n, CASE level WHEN 'mid' THEN 'middle' ELSE level END
FROM manage_old_items;

INSERT INTO others (id, first, second)
SELECT id, CASE first WHEN 'mid' THEN 'middle' ELSE first END, CASE second WHEN 'mid' THEN 'middle' ELSE second END
FROM manage_old_others;

DROP TABLE manage_old_others;

DROP TABLE manage_old_items;

CREATE INDEX items_so_idx ON items (so);

PRAGMA defer_foreign_keys = OFF;
