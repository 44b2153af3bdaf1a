-- Undoes: change

-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: posts.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE posts RENAME TO manage_old_posts;

CREATE TABLE posts (
    id INTEGER PRIMARY KEY NOT NULL,
    status TEXT NOT NULL
);

INSERT INTO posts (id, status)
SELECT id, status
FROM manage_old_posts;

DROP TABLE manage_old_posts;

PRAGMA defer_foreign_keys = OFF;
