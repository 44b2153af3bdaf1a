-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: posts, users.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE posts RENAME TO manage_old_posts;

ALTER TABLE users RENAME TO manage_old_users;

CREATE TABLE posts (
    id INTEGER PRIMARY KEY NOT NULL,
    title TEXT NOT NULL,
    user_id BIGINT NOT NULL
);

INSERT INTO posts (id, title, user_id)
SELECT id, title, user_id
FROM manage_old_posts;

DROP TABLE manage_old_posts;

-- The rows of users are lost.
DROP TABLE manage_old_users;

PRAGMA defer_foreign_keys = OFF;
