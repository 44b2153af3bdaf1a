-- Undoes: change

CREATE TABLE users (
    id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name text NOT NULL
);

-- users is new, and posts.user_id refers to it: the rows that it needs, with their keys and plain values.
INSERT IGNORE INTO users (id, name)
SELECT DISTINCT user_id, ''
FROM posts
WHERE user_id IS NOT NULL;

ALTER TABLE posts ADD CONSTRAINT posts_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;
