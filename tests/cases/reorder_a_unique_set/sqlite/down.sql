-- Undoes: change

-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: users.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE users RENAME TO manage_old_users;

-- Fails if rows share these values: SELECT team, name, count(*) FROM users WHERE team IS NOT NULL AND name IS NOT NULL GROUP BY team, name HAVING count(*) > 1;
CREATE TABLE users (
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    team INTEGER NOT NULL,
    UNIQUE (team, name)
);

INSERT INTO users (id, name, team)
SELECT id, name, team
FROM manage_old_users;

DROP TABLE manage_old_users;

PRAGMA defer_foreign_keys = OFF;
