CREATE TABLE `django_migrations` (`id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY, `app` varchar(255) NOT NULL, `name` varchar(255) NOT NULL, `applied` datetime(6) NOT NULL);
INSERT INTO `django_migrations` (`app`, `name`, `applied`) VALUES ('blog', '0001_initial', now());
CREATE TABLE `auth_user` (`id` integer AUTO_INCREMENT NOT NULL PRIMARY KEY, `password` varchar(128) NOT NULL, `last_login` datetime(6) NULL, `is_superuser` bool NOT NULL, `username` varchar(150) NOT NULL UNIQUE, `email` varchar(254) NOT NULL, `date_joined` datetime(6) NOT NULL);
CREATE TABLE `blog_post` (`id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY, `title` varchar(200) NOT NULL, `slug` varchar(50) NOT NULL UNIQUE, `score` numeric(6, 2) NOT NULL, `data` json NOT NULL CHECK (JSON_VALID(`data`)), `uuid` char(32) NOT NULL, `views` integer UNSIGNED NOT NULL CHECK (`views` >= 0), `ratio` double precision NULL, `raw` longblob NULL, `body` longtext NOT NULL, `due` date NULL, `author_id` integer NOT NULL, CONSTRAINT `views_max` CHECK (`views` < 1000000));
ALTER TABLE `blog_post` ADD CONSTRAINT `blog_post_author_id_dd7a8485_fk_auth_user_id` FOREIGN KEY (`author_id`) REFERENCES `auth_user` (`id`);
CREATE TABLE `blog_post_readers` (`id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY, `post_id` bigint NOT NULL, `user_id` integer NOT NULL);
ALTER TABLE `blog_post_readers` ADD CONSTRAINT `blog_post_readers_post_id_user_id_aabbccdd_uniq` UNIQUE (`post_id`, `user_id`);
ALTER TABLE `blog_post_readers` ADD CONSTRAINT `blog_post_readers_post_id_11223344_fk_blog_post_id` FOREIGN KEY (`post_id`) REFERENCES `blog_post` (`id`);
ALTER TABLE `blog_post_readers` ADD CONSTRAINT `blog_post_readers_user_id_55667788_fk_auth_user_id` FOREIGN KEY (`user_id`) REFERENCES `auth_user` (`id`);
