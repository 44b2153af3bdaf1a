-- Undoes: change

CREATE TABLE tags (
    id INTEGER PRIMARY KEY NOT NULL,
    name TEXT NOT NULL UNIQUE
);

CREATE TABLE author_tags (
    author_id BIGINT NOT NULL REFERENCES authors (id) ON DELETE CASCADE,
    tag_id BIGINT NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    PRIMARY KEY (author_id, tag_id)
);

CREATE INDEX author_tags_tag_id_idx ON author_tags (tag_id);
