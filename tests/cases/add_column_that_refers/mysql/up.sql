ALTER TABLE users ADD COLUMN team_id bigint;

CREATE INDEX users_team_id_idx ON users (team_id);

-- Fails if rows refer to nothing: SELECT * FROM users WHERE users.team_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM teams AS parent WHERE parent.id = users.team_id);
ALTER TABLE users ADD CONSTRAINT users_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams (id) ON DELETE SET NULL;
