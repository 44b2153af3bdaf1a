-- Undoes: change

-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: countrys.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE countrys RENAME TO manage_old_countrys;

-- The values of countrys.id are lost.
CREATE TABLE countrys (
    code INTEGER PRIMARY KEY NOT NULL,
    name TEXT NOT NULL
);

INSERT INTO countrys (code, name)
SELECT code, name
FROM manage_old_countrys;

DROP TABLE manage_old_countrys;

PRAGMA defer_foreign_keys = OFF;
