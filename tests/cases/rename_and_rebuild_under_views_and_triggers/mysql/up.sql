ALTER TABLE users RENAME COLUMN name TO full_name;

-- MySQL keeps the old name in views and triggers: they are made again with the new one.
CREATE OR REPLACE VIEW writers AS select `users`.`id` AS `id`,`users`.`full_name` AS `name`,count(`posts`.`id`) AS `posts` from (`users` left join `posts` on(`posts`.`user_id` = `users`.`id`)) group by `users`.`id`,`users`.`full_name`;

DROP TRIGGER users_update;

CREATE TRIGGER users_update AFTER UPDATE ON users FOR EACH ROW INSERT INTO log (line) VALUES (concat(old.full_name, ' is ', new.full_name));

ALTER TABLE users MODIFY COLUMN full_name varchar(80) NOT NULL;
