-- Undoes: change

CREATE TABLE tags (
    id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name varchar(50) NOT NULL,
    UNIQUE KEY tags_name_key (name)
);

CREATE TABLE author_tags (
    author_id bigint NOT NULL,
    tag_id bigint NOT NULL,
    PRIMARY KEY (author_id, tag_id),
    KEY author_tags_tag_id_idx (tag_id),
    CONSTRAINT author_tags_author_id_fkey FOREIGN KEY (author_id) REFERENCES authors (id) ON DELETE CASCADE,
    CONSTRAINT author_tags_tag_id_fkey FOREIGN KEY (tag_id) REFERENCES tags (id) ON DELETE CASCADE
);
