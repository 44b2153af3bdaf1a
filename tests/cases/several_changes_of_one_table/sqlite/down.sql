-- Undoes: change

-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: users.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE users RENAME TO manage_old_users;

-- The values of users.email are lost.
CREATE TABLE users (
    id INTEGER PRIMARY KEY NOT NULL,
    full_name VARCHAR(50) NOT NULL,
    age INTEGER NOT NULL DEFAULT 0,
    legacy TEXT
);

INSERT INTO users (id, full_name, age)
SELECT id, full_name, age
FROM manage_old_users;

-- Fails if users.full_name holds a value that does not fit VARCHAR(50).
CREATE TABLE manage_misfit (
    value CONSTRAINT "users.full_name holds a value that does not fit VARCHAR(50)" CHECK (value IS NULL)
);

INSERT INTO manage_misfit SELECT full_name FROM users WHERE length(full_name) > 50;

DROP TABLE manage_misfit;

DROP TABLE manage_old_users;

CREATE INDEX users_name_idx ON users (full_name);

PRAGMA defer_foreign_keys = OFF;

ALTER TABLE users RENAME COLUMN full_name TO name;
