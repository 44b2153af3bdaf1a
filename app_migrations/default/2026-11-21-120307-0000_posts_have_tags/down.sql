-- Undoes: Posts have tags

-- The rows of post_tags are lost.
DROP TABLE post_tags;

-- The rows of tags are lost.
DROP TABLE tags;
