-- Undoes: change

ALTER TABLE memberships
    DROP PRIMARY KEY,
    ADD PRIMARY KEY (user_id);

ALTER TABLE memberships MODIFY COLUMN user_id bigint NOT NULL AUTO_INCREMENT;
