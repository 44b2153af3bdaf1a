-- Undoes: change

-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: users.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE users RENAME TO manage_old_users;

CREATE TABLE users (
    id INTEGER PRIMARY KEY NOT NULL,
    name VARCHAR(50) NOT NULL
);

INSERT INTO users (id, name)
SELECT id, name
FROM manage_old_users;

-- Fails if users.name holds a value that does not fit VARCHAR(50).
CREATE TABLE manage_misfit (
    value CONSTRAINT "users.name holds a value that does not fit VARCHAR(50)" CHECK (value IS NULL)
);

INSERT INTO manage_misfit SELECT name FROM users WHERE length(name) > 50;

DROP TABLE manage_misfit;

DROP TABLE manage_old_users;

PRAGMA defer_foreign_keys = OFF;
