-- Undoes: change

-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: teams, users.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE teams RENAME TO manage_old_teams;

ALTER TABLE users RENAME TO manage_old_users;

CREATE TABLE teams (
    code INTEGER PRIMARY KEY NOT NULL
);

CREATE TABLE users (
    id INTEGER PRIMARY KEY NOT NULL,
    team INTEGER NOT NULL REFERENCES teams (code) ON DELETE CASCADE
);

INSERT INTO teams (code)
SELECT code
FROM manage_old_teams;

INSERT INTO users (id, team)
SELECT id, team
FROM manage_old_users;

-- Fails if teams.code holds a value that does not fit INTEGER.
CREATE TABLE manage_misfit (
    value CONSTRAINT "teams.code holds a value that does not fit INTEGER" CHECK (value IS NULL)
);

INSERT INTO manage_misfit SELECT code FROM teams WHERE typeof(code) NOT IN ('integer', 'null');

DROP TABLE manage_misfit;

-- Fails if users.team holds a value that does not fit INTEGER.
CREATE TABLE manage_misfit (
    value CONSTRAINT "users.team holds a value that does not fit INTEGER" CHECK (value IS NULL)
);

INSERT INTO manage_misfit SELECT team FROM users WHERE typeof(team) NOT IN ('integer', 'null') OR team NOT BETWEEN -2147483648 AND 2147483647;

DROP TABLE manage_misfit;

DROP TABLE manage_old_users;

DROP TABLE manage_old_teams;

CREATE INDEX users_team_idx ON users (team);

PRAGMA defer_foreign_keys = OFF;
