-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: countrys.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE countrys RENAME TO manage_old_countrys;

-- Fails if rows share these values: SELECT code, count(*) FROM countrys WHERE code IS NOT NULL GROUP BY code HAVING count(*) > 1;
CREATE TABLE countrys (
    code INTEGER NOT NULL,
    name TEXT NOT NULL,
    id INTEGER PRIMARY KEY NOT NULL
);

INSERT INTO countrys (code, name, id)
SELECT code, name, rowid
FROM manage_old_countrys;

DROP TABLE manage_old_countrys;

CREATE UNIQUE INDEX countrys_code_key ON countrys (code);

PRAGMA defer_foreign_keys = OFF;
