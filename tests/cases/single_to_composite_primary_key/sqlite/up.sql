-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: memberships.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE memberships RENAME TO manage_old_memberships;

CREATE TABLE memberships (
    user_id BIGINT NOT NULL,
    team_id BIGINT NOT NULL,
    PRIMARY KEY (user_id, team_id)
);

INSERT INTO memberships (rowid, user_id, team_id)
SELECT rowid, user_id, team_id
FROM manage_old_memberships;

DROP TABLE manage_old_memberships;

PRAGMA defer_foreign_keys = OFF;
