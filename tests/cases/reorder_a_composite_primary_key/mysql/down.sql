-- Undoes: change

ALTER TABLE members
    DROP PRIMARY KEY,
    ADD PRIMARY KEY (team_id, role);
