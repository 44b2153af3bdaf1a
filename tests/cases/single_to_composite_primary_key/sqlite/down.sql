-- Undoes: change

-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- What changes: memberships.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE memberships RENAME TO manage_old_memberships;

CREATE TABLE memberships (
    user_id INTEGER PRIMARY KEY NOT NULL,
    team_id BIGINT NOT NULL
);

INSERT INTO memberships (user_id, team_id)
SELECT user_id, team_id
FROM manage_old_memberships;

-- Fails if memberships.user_id holds a value that does not fit INTEGER.
CREATE TABLE manage_misfit (
    value CONSTRAINT "memberships.user_id holds a value that does not fit INTEGER" CHECK (value IS NULL)
);

INSERT INTO manage_misfit SELECT user_id FROM memberships WHERE typeof(user_id) NOT IN ('integer', 'null');

DROP TABLE manage_misfit;

DROP TABLE manage_old_memberships;

PRAGMA defer_foreign_keys = OFF;
