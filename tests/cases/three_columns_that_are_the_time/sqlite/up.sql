-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: logs.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE logs RENAME TO manage_old_logs;

CREATE TABLE logs (
    id INTEGER PRIMARY KEY NOT NULL,
    made_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    day DATE NOT NULL DEFAULT CURRENT_DATE,
    hour TIME NOT NULL DEFAULT CURRENT_TIME
);

INSERT INTO logs (id)
SELECT id
FROM manage_old_logs;

DROP TABLE manage_old_logs;

PRAGMA defer_foreign_keys = OFF;
