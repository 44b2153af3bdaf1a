-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: users.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE users RENAME TO manage_old_users;

CREATE TABLE users (
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT NOT NULL UNIQUE,
    note TEXT COLLATE NOCASE,
    city TEXT COLLATE NOCASE
);

INSERT INTO users (id, name, note)
SELECT id, name, note
FROM manage_old_users;

DROP TABLE manage_old_users;

CREATE INDEX by_name ON users (name);

CREATE INDEX users_city_idx ON users (city);

PRAGMA defer_foreign_keys = OFF;
