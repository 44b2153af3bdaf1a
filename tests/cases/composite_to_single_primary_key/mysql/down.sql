-- Undoes: change

ALTER TABLE members
    DROP PRIMARY KEY,
    MODIFY COLUMN id bigint NOT NULL,
    ADD PRIMARY KEY (team_id, role);

-- The values of members.id are lost.
ALTER TABLE members DROP COLUMN id;
