-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: items.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE items RENAME TO manage_old_items;

-- The values of items.level are lost.
-- The values of items.rank are lost.
-- The values of items.day are lost.
-- The values of items.at are lost.
-- The values of items.begins are lost.
-- The values of items.size are lost.
-- The values of items.code are lost.
CREATE TABLE items (
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT NOT NULL
);

INSERT INTO items (id, name)
SELECT id, name
FROM manage_old_items;

DROP TABLE manage_old_items;

PRAGMA defer_foreign_keys = OFF;
