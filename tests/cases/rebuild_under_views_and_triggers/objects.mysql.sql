CREATE VIEW writers AS SELECT users.id, users.name AS name, count(posts.id) AS posts FROM users LEFT JOIN posts ON posts.user_id = users.id GROUP BY users.id, users.name;
CREATE VIEW busy_writers AS SELECT * FROM writers WHERE posts > 1;
CREATE TRIGGER posts_delete AFTER DELETE ON posts FOR EACH ROW
BEGIN
    IF old.title <> 'kept' THEN
        DELETE FROM comments WHERE post_id = old.id;
    END IF;
END;
CREATE TABLE log (id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, line text NOT NULL);
CREATE TRIGGER users_update AFTER UPDATE ON users FOR EACH ROW
    INSERT INTO log (line) VALUES (concat(old.name, ' is ', new.name));
