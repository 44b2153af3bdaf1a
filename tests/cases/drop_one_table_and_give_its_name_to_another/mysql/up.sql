ALTER TABLE users RENAME TO manage_moved_users_0;

ALTER TABLE people RENAME TO users;

CREATE TABLE unrelated (
    id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
    zzz int NOT NULL
);

-- The rows of manage_moved_users_0 are lost.
DROP TABLE manage_moved_users_0;
