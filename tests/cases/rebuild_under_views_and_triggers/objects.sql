CREATE VIEW writers AS SELECT users.id, users.name AS name, count(posts.id) AS posts FROM users LEFT JOIN posts ON posts.user_id = users.id GROUP BY users.id;
CREATE VIEW busy_writers AS SELECT * FROM writers WHERE posts > 1;
CREATE TRIGGER busy_writers_insert INSTEAD OF INSERT ON busy_writers BEGIN
    INSERT INTO users (name) VALUES (new.name);
    INSERT INTO posts (user_id, title) VALUES (last_insert_rowid(), 'first; second');
END;
CREATE TRIGGER posts_delete AFTER DELETE ON posts WHEN old.title <> 'kept' BEGIN
    DELETE FROM comments WHERE post_id = old.id;
END;
CREATE TABLE log (id INTEGER PRIMARY KEY NOT NULL, line TEXT NOT NULL);
CREATE TRIGGER users_update AFTER UPDATE OF name ON users BEGIN
    INSERT INTO log (line) VALUES (old.name || ' is ' || new.name);
END;
