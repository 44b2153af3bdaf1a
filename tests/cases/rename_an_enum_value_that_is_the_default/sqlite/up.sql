-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: items.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE items RENAME TO manage_old_items;

CREATE TABLE items (
    id INTEGER PRIMARY KEY NOT NULL,
    level TEXT NOT NULL DEFAULT 'middle' CHECK (level IN ('low', 'middle'))
);

INSERT INTO items (id, level)
SELECT id, CASE level WHEN 'mid' THEN 'middle' ELSE level END
FROM manage_old_items;

DROP TABLE manage_old_items;

PRAGMA defer_foreign_keys = OFF;
