-- Undoes: Users, posts and comments

-- The rows of comments are lost.
DROP TABLE comments;

-- The rows of posts are lost.
DROP TABLE posts;

-- The rows of users are lost.
DROP TABLE users;
