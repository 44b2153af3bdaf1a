CREATE TABLE posts (
    id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
    status enum('draft', 'published') NOT NULL DEFAULT 'draft',
    previous enum('draft', 'published'),
    KEY posts_status_idx (status)
);
