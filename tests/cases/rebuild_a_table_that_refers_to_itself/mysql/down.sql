-- Undoes: change

ALTER TABLE nodes DROP FOREIGN KEY nodes_parent_id_fkey;

ALTER TABLE nodes MODIFY COLUMN name text;

-- Fails if rows refer to nothing: SELECT * FROM nodes WHERE nodes.parent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM nodes AS parent WHERE parent.id = nodes.parent_id);
ALTER TABLE nodes ADD CONSTRAINT nodes_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES nodes (id) ON DELETE CASCADE;
