-- Undoes: change

-- Rows without posts.title get a plain value.
UPDATE posts SET title = '' WHERE title IS NULL;

ALTER TABLE posts ALTER COLUMN title SET NOT NULL;

-- Rows without posts.user_id get a plain value.
UPDATE posts SET user_id = (SELECT min(id) FROM users) WHERE user_id IS NULL;

ALTER TABLE posts ALTER COLUMN user_id SET NOT NULL;
