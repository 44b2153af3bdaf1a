-- SQLite cannot do this in place, so new tables take the rows over from the old ones.
-- Changed: nodes.
PRAGMA defer_foreign_keys = ON;

ALTER TABLE nodes RENAME TO manage_old_nodes;

-- Fails if rows refer to nothing: SELECT * FROM nodes WHERE nodes.parent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM nodes AS parent WHERE parent.id = nodes.parent_id);
CREATE TABLE nodes (
    id INTEGER PRIMARY KEY NOT NULL,
    parent_id BIGINT REFERENCES nodes (id) ON DELETE SET NULL,
    name TEXT NOT NULL
);

INSERT INTO nodes (id, parent_id, name)
SELECT id, parent_id, COALESCE(name, 'nobody')
FROM manage_old_nodes;

-- Fails if nodes.parent_id refers to nothing in nodes.
CREATE TABLE manage_misfit (
    value CONSTRAINT "nodes.parent_id refers to nothing in nodes" CHECK (value IS NULL)
);

INSERT INTO manage_misfit SELECT 1 FROM nodes WHERE nodes.parent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM nodes AS parent WHERE parent.id = nodes.parent_id);

DROP TABLE manage_misfit;

DROP TABLE manage_old_nodes;

CREATE INDEX nodes_parent_id_idx ON nodes (parent_id);

PRAGMA defer_foreign_keys = OFF;
