-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: tasks.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE tasks RENAME TO manage_old_tasks;

-- Fails if rows refer to nothing: SELECT * FROM tasks WHERE tasks.team_id IS NOT NULL AND tasks.role IS NOT NULL AND NOT EXISTS (SELECT 1 FROM members AS parent WHERE parent.team_id = tasks.team_id AND parent.role = tasks.role);
CREATE TABLE tasks (
    id INTEGER PRIMARY KEY NOT NULL,
    team_id BIGINT,
    role TEXT,
    FOREIGN KEY (team_id, role) REFERENCES members (team_id, role) ON DELETE CASCADE
);

INSERT INTO tasks (id, team_id, role)
SELECT id, team_id, role
FROM manage_old_tasks;

-- Fails if tasks.team_id, role refers to nothing in members.
CREATE TABLE manage_misfit (
    value CONSTRAINT "tasks.team_id, role refers to nothing in members" CHECK (value IS NULL)
);

INSERT INTO manage_misfit SELECT 1 FROM tasks WHERE tasks.team_id IS NOT NULL AND tasks.role IS NOT NULL AND NOT EXISTS (SELECT 1 FROM members AS parent WHERE parent.team_id = tasks.team_id AND parent.role = tasks.role);

DROP TABLE manage_misfit;

DROP TABLE manage_old_tasks;

PRAGMA defer_foreign_keys = OFF;
