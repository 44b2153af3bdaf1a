-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: users.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE users RENAME TO manage_old_users;

-- The values of users.age are lost.
CREATE TABLE users (
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT NOT NULL
);

INSERT INTO users (id, name)
SELECT id, name
FROM manage_old_users;

DROP TABLE manage_old_users;

PRAGMA defer_foreign_keys = OFF;
