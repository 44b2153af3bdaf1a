-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: users.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE users RENAME TO manage_old_users;

-- Fails if rows share these values: SELECT name, count(*) FROM users WHERE name IS NOT NULL GROUP BY name HAVING count(*) > 1;
-- Fails if this finds rows: SELECT * FROM users WHERE NOT (age >= 0);
-- The values of users.legacy are lost.
CREATE TABLE users (
    id INTEGER PRIMARY KEY NOT NULL,
    name VARCHAR(80) NOT NULL,
    age INTEGER NOT NULL DEFAULT 18 CHECK (age >= 0),
    email TEXT
);

INSERT INTO users (id, name, age)
SELECT id, name, age
FROM manage_old_users;

DROP TABLE manage_old_users;

CREATE UNIQUE INDEX users_full_name_key ON users (name);

CREATE INDEX users_name_idx ON users (name);

PRAGMA defer_foreign_keys = OFF;

ALTER TABLE users RENAME COLUMN name TO full_name;
