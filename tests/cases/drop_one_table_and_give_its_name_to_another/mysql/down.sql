-- Undoes: change

CREATE TABLE manage_moved_users_0 (
    id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
    a text NOT NULL
);

-- The rows of unrelated are lost.
DROP TABLE unrelated;

ALTER TABLE users RENAME TO people;

ALTER TABLE manage_moved_users_0 RENAME TO users;
