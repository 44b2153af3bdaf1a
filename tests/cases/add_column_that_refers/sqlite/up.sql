ALTER TABLE users ADD COLUMN team_id BIGINT REFERENCES teams (id) ON DELETE SET NULL;

CREATE INDEX users_team_id_idx ON users (team_id);
