ALTER TABLE posts RENAME TO articles;

-- MySQL keeps the old name in views and triggers: they are made again with the new one.
CREATE OR REPLACE VIEW writers AS select `users`.`id` AS `id`,`users`.`name` AS `name`,count(`articles`.`id`) AS `posts` from (`users` left join `articles` on(`articles`.`user_id` = `users`.`id`)) group by `users`.`id`,`users`.`name`;
