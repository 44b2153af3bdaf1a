-- Undoes: change

-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: users.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE users RENAME TO manage_old_users;

CREATE TABLE users (
    id INTEGER PRIMARY KEY NOT NULL,
    age INTEGER NOT NULL
);

INSERT INTO users (id, age)
SELECT id, age
FROM manage_old_users;

DROP TABLE manage_old_users;

PRAGMA defer_foreign_keys = OFF;
