ALTER TABLE posts
    DROP FOREIGN KEY posts_user_id_fkey,
    DROP KEY posts_user_id_fkey;

-- Fails if rows refer to nothing: SELECT * FROM posts WHERE NOT EXISTS (SELECT 1 FROM users AS parent WHERE parent.id = posts.user_id);
ALTER TABLE posts ADD CONSTRAINT posts_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id);
