-- Undoes: change

-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: posts.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE posts RENAME TO manage_old_posts;

-- Rows without posts.title get a plain value.
-- Rows without posts.user_id get a plain value.
CREATE TABLE posts (
    id INTEGER PRIMARY KEY NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id),
    title TEXT NOT NULL
);

INSERT INTO posts (id, user_id, title)
SELECT id, COALESCE(user_id, (SELECT min(id) FROM users)), COALESCE(title, '')
FROM manage_old_posts;

DROP TABLE manage_old_posts;

PRAGMA defer_foreign_keys = OFF;
