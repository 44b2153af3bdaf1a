-- Undoes: change

-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: tasks.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE tasks RENAME TO manage_old_tasks;

CREATE TABLE tasks (
    id INTEGER PRIMARY KEY NOT NULL,
    team_id BIGINT,
    role TEXT
);

INSERT INTO tasks (id, team_id, role)
SELECT id, team_id, role
FROM manage_old_tasks;

DROP TABLE manage_old_tasks;

PRAGMA defer_foreign_keys = OFF;
