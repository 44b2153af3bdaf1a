CREATE TABLE nodes (
    id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
    parent_id bigint,
    CONSTRAINT nodes_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES nodes (id) ON DELETE CASCADE
);
