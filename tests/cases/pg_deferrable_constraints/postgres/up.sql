ALTER TABLE nodes DROP CONSTRAINT nodes_kind_id_fkey;

ALTER TABLE nodes DROP CONSTRAINT nodes_place_key;

ALTER TABLE nodes ADD COLUMN rank BIGINT;

UPDATE nodes SET rank = id;

SET CONSTRAINTS ALL IMMEDIATE;

ALTER TABLE nodes ALTER COLUMN rank SET NOT NULL;

-- Fails if rows share these values: SELECT place, count(*) FROM nodes WHERE place IS NOT NULL GROUP BY place HAVING count(*) > 1;
ALTER TABLE nodes ADD CONSTRAINT nodes_place_key UNIQUE (place) DEFERRABLE INITIALLY DEFERRED;

-- Fails if rows share these values: SELECT kind_id, place, count(*) FROM nodes WHERE kind_id IS NOT NULL AND place IS NOT NULL GROUP BY kind_id, place HAVING count(*) > 1;
ALTER TABLE nodes ADD CONSTRAINT nodes_kind_id_place_key UNIQUE (kind_id, place) DEFERRABLE;

-- Fails if rows refer to nothing: SELECT * FROM nodes WHERE NOT EXISTS (SELECT 1 FROM kinds AS parent WHERE parent.id = nodes.kind_id);
ALTER TABLE nodes ADD CONSTRAINT nodes_kind_id_fkey FOREIGN KEY (kind_id) REFERENCES kinds (id) DEFERRABLE;
