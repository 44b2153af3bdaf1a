-- Undoes: change

-- Rows without posts.title get a plain value.
UPDATE posts SET title = '' WHERE title IS NULL;

ALTER TABLE posts MODIFY COLUMN title text NOT NULL;

-- Rows without posts.user_id get a plain value.
UPDATE posts SET user_id = 0 WHERE user_id IS NULL;

ALTER TABLE posts MODIFY COLUMN user_id int NOT NULL;
