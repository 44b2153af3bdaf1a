ALTER TABLE members
    DROP PRIMARY KEY,
    ADD PRIMARY KEY (role, team_id);
