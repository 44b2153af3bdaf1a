CREATE TABLE memberships (
    user_id bigint NOT NULL,
    team_id bigint NOT NULL,
    role text NOT NULL,
    PRIMARY KEY (user_id, team_id)
);
