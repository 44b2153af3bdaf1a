-- Fails if rows refer to nothing: SELECT * FROM tasks WHERE tasks.team_id IS NOT NULL AND tasks.role IS NOT NULL AND NOT EXISTS (SELECT 1 FROM members AS parent WHERE parent.team_id = tasks.team_id AND parent.role = tasks.role);
ALTER TABLE tasks ADD CONSTRAINT tasks_team_id_role_fkey FOREIGN KEY (team_id, role) REFERENCES members (team_id, role) ON DELETE CASCADE;
