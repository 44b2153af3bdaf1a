CREATE TABLE memberships (
    user_id BIGINT NOT NULL,
    team_id BIGINT NOT NULL,
    role TEXT NOT NULL,
    CONSTRAINT memberships_pkey PRIMARY KEY (user_id, team_id)
);
