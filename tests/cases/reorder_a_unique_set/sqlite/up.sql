-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: users.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE users RENAME TO manage_old_users;

-- Fails if rows share these values: SELECT name, team, count(*) FROM users WHERE name IS NOT NULL AND team IS NOT NULL GROUP BY name, team HAVING count(*) > 1;
CREATE TABLE users (
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    team INTEGER NOT NULL
);

INSERT INTO users (id, name, team)
SELECT id, name, team
FROM manage_old_users;

DROP TABLE manage_old_users;

CREATE UNIQUE INDEX users_name_team_key ON users (name, team);

PRAGMA defer_foreign_keys = OFF;
