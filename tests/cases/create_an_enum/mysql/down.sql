-- Undoes: change

-- The rows of posts are lost.
DROP TABLE posts;
