-- Undoes: change

-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: posts.
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

-- Fails if posts.user_id refers to nothing in users.
CREATE TABLE manage_misfit (
    value CONSTRAINT "posts.user_id refers to nothing in users" CHECK (value IS NULL)
);

INSERT INTO manage_misfit SELECT 1 FROM posts WHERE NOT EXISTS (SELECT 1 FROM users AS parent WHERE parent.id = posts.user_id);

DROP TABLE manage_misfit;

DROP TABLE manage_old_posts;

PRAGMA defer_foreign_keys = OFF;
