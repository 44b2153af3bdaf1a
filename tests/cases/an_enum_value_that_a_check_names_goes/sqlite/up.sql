-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: items, others.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE items RENAME TO manage_old_items;

ALTER TABLE others RENAME TO manage_old_others;

-- Fails if this finds rows: SELECT * FROM items WHERE NOT (level <> 'max' OR n > 0);
CREATE TABLE items (
    id INTEGER PRIMARY KEY NOT NULL,
    n INTEGER NOT NULL,
    level TEXT NOT NULL DEFAULT 'max' CHECK (level IN ('low', 'max')),
    so BOOLEAN GENERATED ALWAYS AS (level = 'max') STORED,
    CONSTRAINT items_c CHECK (level <> 'max' OR n > 0)
);

-- Fails if this finds rows: SELECT * FROM others WHERE NOT (first <> 'max' OR second <> 'max');
CREATE TABLE others (
    id INTEGER PRIMARY KEY NOT NULL,
    first TEXT NOT NULL CHECK (first IN ('low', 'max')),
    second TEXT CHECK (second IN ('low', 'max')) UNIQUE,
    CONSTRAINT others_d CHECK (first <> 'max' OR second <> 'max')
);

INSERT INTO items (id, n, level)
SELECT id, n, CASE level WHEN 'mid' THEN 'low' ELSE level END
FROM manage_old_items;

INSERT INTO others (id, first, second)
SELECT id, CASE first WHEN 'mid' THEN 'low' ELSE first END, CASE second WHEN 'mid' THEN 'low' ELSE second END
FROM manage_old_others;

DROP TABLE manage_old_others;

DROP TABLE manage_old_items;

CREATE INDEX items_so_idx ON items (so);

PRAGMA defer_foreign_keys = OFF;
