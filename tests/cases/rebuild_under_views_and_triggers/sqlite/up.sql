-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: users.
-- Made anew as they are, because they refer to these: comments, posts.
PRAGMA defer_foreign_keys = ON;

DROP TRIGGER users_update;

DROP TRIGGER posts_delete;

DROP TRIGGER busy_writers_insert;

DROP VIEW busy_writers;

DROP VIEW writers;

ALTER TABLE comments RENAME TO manage_old_comments;

ALTER TABLE posts RENAME TO manage_old_posts;

ALTER TABLE users RENAME TO manage_old_users;

CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    name VARCHAR(80) NOT NULL
);

CREATE TABLE posts (
    id INTEGER PRIMARY KEY NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    title TEXT NOT NULL
);

CREATE TABLE comments (
    id INTEGER PRIMARY KEY NOT NULL,
    post_id BIGINT REFERENCES posts (id) ON DELETE SET NULL,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    parent_id BIGINT REFERENCES comments (id) ON DELETE CASCADE
);

INSERT INTO users (id, name)
SELECT id, name
FROM manage_old_users;

DELETE FROM sqlite_sequence WHERE name = 'users';

INSERT INTO sqlite_sequence (name, seq)
SELECT 'users', seq
FROM sqlite_sequence
WHERE name = 'manage_old_users';

INSERT INTO posts (id, user_id, title)
SELECT id, user_id, title
FROM manage_old_posts;

INSERT INTO comments (id, post_id, user_id, parent_id)
SELECT id, post_id, user_id, parent_id
FROM manage_old_comments;

DROP TABLE manage_old_comments;

DROP TABLE manage_old_posts;

DROP TABLE manage_old_users;

CREATE INDEX posts_user_id_idx ON posts (user_id);

CREATE VIEW writers AS SELECT users.id, users.name AS name, count(posts.id) AS posts FROM users LEFT JOIN posts ON posts.user_id = users.id GROUP BY users.id;

CREATE VIEW busy_writers AS SELECT * FROM writers WHERE posts > 1;

CREATE TRIGGER busy_writers_insert INSTEAD OF INSERT ON busy_writers BEGIN
    INSERT INTO users (name) VALUES (new.name);
    INSERT INTO posts (user_id, title) VALUES (last_insert_rowid(), 'first; second');
END;

CREATE TRIGGER posts_delete AFTER DELETE ON posts WHEN old.title <> 'kept' BEGIN
    DELETE FROM comments WHERE post_id = old.id;
END;

CREATE TRIGGER users_update AFTER UPDATE OF name ON users BEGIN
    INSERT INTO log (line) VALUES (old.name || ' is ' || new.name);
END;

PRAGMA defer_foreign_keys = OFF;
