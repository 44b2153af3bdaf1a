ALTER TABLE posts DROP CONSTRAINT posts_user_id_fkey;

-- The rows of users are lost.
DROP TABLE users;
