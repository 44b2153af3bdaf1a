-- Undoes: change

-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: users.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE users RENAME TO manage_old_users;

CREATE TABLE users (
    id INTEGER PRIMARY KEY NOT NULL,
    age TEXT NOT NULL
);

INSERT INTO users (id, age)
SELECT id, age
FROM manage_old_users;

-- Fails if users.age holds a value that does not fit TEXT.
CREATE TABLE manage_misfit (
    value CONSTRAINT "users.age holds a value that does not fit TEXT" CHECK (value IS NULL)
);

INSERT INTO manage_misfit SELECT age FROM users WHERE typeof(age) NOT IN ('text', 'null');

DROP TABLE manage_misfit;

DROP TABLE manage_old_users;

PRAGMA defer_foreign_keys = OFF;
