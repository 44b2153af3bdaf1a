-- The rows of author_tags are lost.
DROP TABLE author_tags;

-- The rows of tags are lost.
DROP TABLE tags;
