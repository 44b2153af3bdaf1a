-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: users.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE users RENAME TO manage_old_users;

-- Fails if this finds rows: SELECT * FROM users WHERE NOT (age >= 0);
CREATE TABLE users (
    id INTEGER PRIMARY KEY NOT NULL,
    age INTEGER NOT NULL,
    CONSTRAINT users_age CHECK (age >= 0)
);

INSERT INTO users (id, age)
SELECT id, age
FROM manage_old_users;

DROP TABLE manage_old_users;

PRAGMA defer_foreign_keys = OFF;
