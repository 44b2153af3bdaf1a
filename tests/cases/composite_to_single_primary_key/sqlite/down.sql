-- Undoes: change

-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: members.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE members RENAME TO manage_old_members;

-- The values of members.id are lost.
CREATE TABLE members (
    team_id BIGINT NOT NULL,
    role VARCHAR(20) NOT NULL,
    PRIMARY KEY (team_id, role)
);

INSERT INTO members (rowid, team_id, role)
SELECT rowid, team_id, role
FROM manage_old_members;

DROP TABLE manage_old_members;

PRAGMA defer_foreign_keys = OFF;
