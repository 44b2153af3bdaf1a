-- Undoes: change

CREATE TABLE manage_moved_users_0 (
    id INTEGER PRIMARY KEY NOT NULL,
    a TEXT NOT NULL
);

-- The rows of unrelated are lost.
DROP TABLE unrelated;

ALTER TABLE users RENAME TO people;

ALTER TABLE manage_moved_users_0 RENAME TO users;
