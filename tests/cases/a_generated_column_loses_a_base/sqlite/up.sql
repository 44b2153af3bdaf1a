-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: sums.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE sums RENAME TO manage_old_sums;

-- The values of sums.two are lost.
CREATE TABLE sums (
    id INTEGER PRIMARY KEY NOT NULL,
    one INTEGER NOT NULL,
    total INTEGER NOT NULL GENERATED ALWAYS AS (one) VIRTUAL
);

INSERT INTO sums (id, one)
SELECT id, one
FROM manage_old_sums;

DROP TABLE manage_old_sums;

PRAGMA defer_foreign_keys = OFF;
