ALTER TABLE posts MODIFY COLUMN user_id int;

ALTER TABLE posts MODIFY COLUMN title text;
