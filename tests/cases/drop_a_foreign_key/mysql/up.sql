ALTER TABLE posts
    DROP FOREIGN KEY posts_user_id_fkey,
    DROP KEY posts_user_id_fkey;
