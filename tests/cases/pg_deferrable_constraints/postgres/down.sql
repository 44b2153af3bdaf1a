-- Undoes: change

ALTER TABLE nodes DROP CONSTRAINT nodes_kind_id_fkey;

ALTER TABLE nodes DROP CONSTRAINT nodes_kind_id_place_key;

ALTER TABLE nodes DROP CONSTRAINT nodes_place_key;

-- The values of nodes.rank are lost.
ALTER TABLE nodes DROP COLUMN rank;

-- Fails if rows share these values: SELECT place, count(*) FROM nodes WHERE place IS NOT NULL GROUP BY place HAVING count(*) > 1;
ALTER TABLE nodes ADD CONSTRAINT nodes_place_key UNIQUE (place) DEFERRABLE;

-- Fails if rows refer to nothing: SELECT * FROM nodes WHERE NOT EXISTS (SELECT 1 FROM kinds AS parent WHERE parent.id = nodes.kind_id);
ALTER TABLE nodes ADD CONSTRAINT nodes_kind_id_fkey FOREIGN KEY (kind_id) REFERENCES kinds (id);
