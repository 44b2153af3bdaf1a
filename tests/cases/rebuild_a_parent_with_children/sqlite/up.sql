-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: users.
-- Made anew as they are, because they refer to these: comments, posts.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE comments RENAME TO manage_old_comments;

ALTER TABLE posts RENAME TO manage_old_posts;

ALTER TABLE users RENAME TO manage_old_users;

CREATE TABLE users (
    id INTEGER PRIMARY KEY NOT NULL,
    name VARCHAR(80) NOT NULL
);

CREATE TABLE posts (
    id INTEGER PRIMARY KEY NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE comments (
    id INTEGER PRIMARY KEY NOT NULL,
    post_id BIGINT REFERENCES posts (id) ON DELETE SET NULL,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE RESTRICT
);

INSERT INTO users (id, name)
SELECT id, name
FROM manage_old_users;

INSERT INTO posts (id, user_id)
SELECT id, user_id
FROM manage_old_posts;

INSERT INTO comments (id, post_id, user_id)
SELECT id, post_id, user_id
FROM manage_old_comments;

DROP TABLE manage_old_comments;

DROP TABLE manage_old_posts;

DROP TABLE manage_old_users;

PRAGMA defer_foreign_keys = OFF;
