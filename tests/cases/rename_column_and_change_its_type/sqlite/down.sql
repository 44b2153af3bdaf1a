-- Undoes: change

-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: users.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE users RENAME TO manage_old_users;

CREATE TABLE users (
    id INTEGER PRIMARY KEY NOT NULL,
    full_name VARCHAR(50) NOT NULL
);

INSERT INTO users (id, full_name)
SELECT id, full_name
FROM manage_old_users;

-- Fails if users.full_name holds a value that does not fit VARCHAR(50).
CREATE TABLE manage_misfit (
    value CONSTRAINT "users.full_name holds a value that does not fit VARCHAR(50)" CHECK (value IS NULL)
);

INSERT INTO manage_misfit SELECT full_name FROM users WHERE length(full_name) > 50;

DROP TABLE manage_misfit;

DROP TABLE manage_old_users;

PRAGMA defer_foreign_keys = OFF;

ALTER TABLE users RENAME COLUMN full_name TO name;
