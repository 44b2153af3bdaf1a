-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: teams, users.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE teams RENAME TO manage_old_teams;

ALTER TABLE users RENAME TO manage_old_users;

CREATE TABLE teams (
    code TEXT PRIMARY KEY NOT NULL
);

CREATE TABLE users (
    id INTEGER PRIMARY KEY NOT NULL,
    team TEXT NOT NULL REFERENCES teams (code) ON DELETE CASCADE
);

INSERT INTO teams (rowid, code)
SELECT rowid, code
FROM manage_old_teams;

INSERT INTO users (id, team)
SELECT id, team
FROM manage_old_users;

-- Fails if teams.code holds a value that does not fit TEXT.
CREATE TABLE manage_misfit (
    value CONSTRAINT "teams.code holds a value that does not fit TEXT" CHECK (value IS NULL)
);

INSERT INTO manage_misfit SELECT code FROM teams WHERE typeof(code) NOT IN ('text', 'null');

DROP TABLE manage_misfit;

-- Fails if users.team holds a value that does not fit TEXT.
CREATE TABLE manage_misfit (
    value CONSTRAINT "users.team holds a value that does not fit TEXT" CHECK (value IS NULL)
);

INSERT INTO manage_misfit SELECT team FROM users WHERE typeof(team) NOT IN ('text', 'null');

DROP TABLE manage_misfit;

DROP TABLE manage_old_users;

DROP TABLE manage_old_teams;

CREATE INDEX users_team_idx ON users (team);

PRAGMA defer_foreign_keys = OFF;
