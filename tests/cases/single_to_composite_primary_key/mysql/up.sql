ALTER TABLE memberships MODIFY COLUMN user_id bigint NOT NULL;

ALTER TABLE memberships
    DROP PRIMARY KEY,
    ADD PRIMARY KEY (user_id, team_id);
