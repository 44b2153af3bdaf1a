-- Undoes: change

-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- What changes: posts.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE posts RENAME TO manage_old_posts;

-- Fails if rows refer to nothing: SELECT * FROM posts WHERE NOT EXISTS (SELECT 1 FROM users AS parent WHERE parent.id = posts.user_id);
CREATE TABLE posts (
    id INTEGER PRIMARY KEY NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE
);

INSERT INTO posts (id, user_id)
SELECT id, user_id
FROM manage_old_posts;

DROP TABLE manage_old_posts;

PRAGMA defer_foreign_keys = OFF;
