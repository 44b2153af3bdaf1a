-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- What changes: memberships.
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

-- Fails if memberships.user_id holds a value that does not fit BIGINT.
CREATE TABLE manage_misfit (
    value CONSTRAINT "memberships.user_id holds a value that does not fit BIGINT" CHECK (value IS NULL)
);

INSERT INTO manage_misfit SELECT user_id FROM memberships WHERE typeof(user_id) NOT IN ('integer', 'null');

DROP TABLE manage_misfit;

DROP TABLE manage_old_memberships;

PRAGMA defer_foreign_keys = OFF;
