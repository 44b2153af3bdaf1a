-- Undoes: change

-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: sums.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE sums RENAME TO manage_old_sums;

-- What sums.two held before is gone: the rows get a plain value.
CREATE TABLE sums (
    id INTEGER PRIMARY KEY NOT NULL,
    one INTEGER NOT NULL,
    total INTEGER NOT NULL GENERATED ALWAYS AS (one + two) VIRTUAL,
    two INTEGER NOT NULL
);

INSERT INTO sums (id, one, two)
SELECT id, one, 0
FROM manage_old_sums;

DROP TABLE manage_old_sums;

PRAGMA defer_foreign_keys = OFF;
