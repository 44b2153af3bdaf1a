-- Undoes: change

-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: users.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE users RENAME TO manage_old_users;

-- What users.age held before is gone: the rows get a plain value.
CREATE TABLE users (
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT,
    age INTEGER NOT NULL
);

INSERT INTO users (id, name, age)
SELECT id, name, 0
FROM manage_old_users;

DROP TABLE manage_old_users;

PRAGMA defer_foreign_keys = OFF;
