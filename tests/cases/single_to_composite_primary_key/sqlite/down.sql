-- Undoes: change

-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: memberships.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE memberships RENAME TO manage_old_memberships;

CREATE TABLE memberships (
    user_id INTEGER PRIMARY KEY NOT NULL,
    team_id BIGINT NOT NULL
);

INSERT INTO memberships (user_id, team_id)
SELECT user_id, team_id
FROM manage_old_memberships;

DROP TABLE manage_old_memberships;

PRAGMA defer_foreign_keys = OFF;
